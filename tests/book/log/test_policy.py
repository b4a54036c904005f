"""Witness policies (C2SP tlog-policy): read as the standard says, refused where it says so."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from book.log.notes import verifier_key
from book.log.policy import BadPolicy, read_policy
from tests.peers import aics_tlog

PUBLIC = [Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)).public_key() for number in range(1, 8)]
LOG = verifier_key("decisions.example/log", PUBLIC[0].public_bytes_raw())
X1, X2, X3, Y1, Y2, Y3 = (
    aics_tlog.format_vkey(aics_tlog.cosignature_vkey(f"w{number}.example", key))
    for number, key in enumerate(PUBLIC[1:], 1)
)
EXAMPLE = f"""
# The example of the standard.
log {LOG}

witness X1 {X1} https://w1.example/
witness X2 {X2}
witness X3\t{X3}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y1}
witness Y2 {Y2}
witness Y3 {Y3}
group Y-witnesses any Y1 Y2 Y3

  group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


@pytest.mark.parametrize(
    ("signed", "met"),
    [
        ({X1, X2, Y3}, True),
        ({X1, X2, X3, Y1, Y2, Y3}, True),
        ({X1, Y1, Y2, Y3}, False),
        ({X1, X2, X3}, False),
        ({"somebody else"}, False),
        (set(), False),
    ],
)
def test_a_quorum_of_two_levels(signed: set[str], met: bool) -> None:
    policy = read_policy(EXAMPLE)
    assert policy.is_met(signed) == met
    assert policy.logs == (LOG,)
    assert [witness.address for witness in policy.witnesses][:2] == ["https://w1.example/", ""]


def test_a_single_witness_or_none_may_be_the_quorum() -> None:
    assert read_policy("quorum none\n").is_met(set())
    single = read_policy(f"witness X1 {X1}\nquorum X1\n")
    assert (single.is_met({X1}), single.is_met({X2})) == (True, False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no quorum"),
        ("quorum none\nquorum none\n", "Line 2"),
        ("quorum X1\n", "not defined"),
        (f"witness X1 {LOG}\nquorum X1\n", "no key of a witness"),
        (f"log {X1}\nquorum none\n", "no verifier key"),
        (f"witness X1 {X1}\nwitness X1 {X2}\nquorum X1\n", "taken"),
        (f"witness none {X1}\nquorum none\n", "taken"),
        (f"witness X1 {X1}\nwitness X2 {X1}\nquorum X1\n", "another line"),
        (f"witness X1 {X1}\ngroup g 2 X1\nquorum g\n", "a group needs"),
        (f"witness X1 {X1}\ngroup g 0 X1\nquorum g\n", "a group needs"),
        (f"witness X1 {X1}\ngroup g any X1\ngroup h any X1\nquorum h\n", "in a group already"),
        (f"group g any X1\nwitness X1 {X1}\nquorum g\n", "not defined before"),
        (f"group g any\nwitness X1 {X1}\nquorum g\n", "neither"),
        ("log\nquorum none\n", "neither"),
        ("quorum none\r\n", "control character"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(BadPolicy, match=sentence):
        read_policy(text)
