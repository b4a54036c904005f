"""The ASN.1 of RFC 4998, appendix A (implicit tags), for asn1crypto."""

from asn1crypto import algos, cms, core


class PartialHashtree(core.SequenceOf):
    """Hashes that stand side by side in the tree (4.1)."""

    _child_spec = core.OctetString


class ReducedHashtree(core.SequenceOf):
    """The lists that lead from a file's hash up to the root, lowest first (4.1)."""

    _child_spec = PartialHashtree


class ArchiveTimeStamp(core.Sequence):
    """A time stamp with the path to the root it stamps; without a path the stamp is over the hash itself (4.1)."""

    _fields = [
        ("digest_algorithm", algos.DigestAlgorithm, {"implicit": 0, "optional": True}),
        ("attributes", cms.CMSAttributes, {"implicit": 1, "optional": True}),
        ("reduced_hashtree", ReducedHashtree, {"implicit": 2, "optional": True}),
        ("time_stamp", cms.ContentInfo),
    ]


class ArchiveTimeStampChain(core.SequenceOf):
    """Time stamps under one hash algorithm, each over the one before (5.1)."""

    _child_spec = ArchiveTimeStamp


class ArchiveTimeStampSequence(core.SequenceOf):
    """Chains, each over the file and all chains before it (5.1)."""

    _child_spec = ArchiveTimeStampChain


class DigestAlgorithms(core.SequenceOf):
    """The hash algorithms that a record uses."""

    _child_spec = algos.DigestAlgorithm


class EvidenceRecord(core.Sequence):
    """A record (3.1), without the two fields on encryption: papers are not encrypted."""

    _fields = [
        ("version", core.Integer),
        ("digest_algorithms", DigestAlgorithms),
        ("sequence", ArchiveTimeStampSequence),
    ]
