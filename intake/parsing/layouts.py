"""How papers look, as data: headings, labels, standing statements, site furniture. All patterns match folded text.

Folded text is lower case, with straight quotes, plain dashes, "and" for "&", single spaces and no colon at its end.
"""

import re
from typing import NamedTuple


class Opening(NamedTuple):
    """What a heading opens: a zone of the paper, and for sections their kind."""

    zone: str
    kind: str = ""


_ADVICE = r"(?:comments?|implications?|advice|considerations?|issues|information|impacts?|assessments?|matters)"
_AND = r"(?:,? (?:and )?|/)"
_TOPIC = (
    r"(?:financ(?:e|ial)|value for money|resources?|commercial|procurement|contract(?:ual)?|risk|funding|"
    r"budget(?:ary)?|ict|digital)"
)
_PRIVACY = (
    r"(?:gdpr|data privacy|data protection|privacy|information governance|dpia|"
    r"general data protection regulation|information assurance)"
)
_DMPC = r"(?:the )?(?:deputy mayor(?:,? (?:for )?policing and crime)?|dmpc|deputy mayor for policing and crime dmpc)"

#: Zones that are not sections: first match wins.
ZONES: tuple[tuple[re.Pattern[str], Opening], ...] = tuple(
    (re.compile(pattern), Opening(*zone))
    for pattern, zone in (
        (r"key information|decision details|decision information", ("key_information",)),
        (r"contents|table of contents|on this page|page contents", ("contents",)),
        (r"(?:executive )?summary|summary of (?:the )?(?:decision|report|request)", ("executive_summary",)),
        (
            rf"(?:the )?recommendations?(?: ?\(s\))?(?: (?:to|for) {_DMPC}.{{0,12}})?|"
            rf"decisions?(?: ?\(s\))?(?: (?:required|requested|sought))?"
            r"|proposed decisions?|recommended decisions?",
            ("recommendations",),
        ),
        (
            rf"{_DMPC}|{_DMPC} (?:decision|approval)|decision (?:of|by) {_DMPC}|(?:mayor|commissioner)'?s? approval",
            ("approval",),
        ),
        (
            r"(?:part (?:1|i) ?[-:]? ?)?non[- ]?confidential facts and advice(?: to\b.{0,80})?|part (?:1|"
            r"i) ?[-:]? ?(?:facts and advice.{0,40})?",
            ("facts",),
        ),
        (r"public access to information", ("public_access",)),
        (r"part (?:1|i) deferral", ("deferral",)),
        (r"part (?:2|ii)(?: (?:confidentiality|deferral|sub-?form|form|exemptions?))", ("part_2_form",)),
        (r"(?:originating|drafting) officer declarations?|officer declarations?", ("declarations",)),
        (
            r"officer approval(?: ?-? ?chief executive(?: officer)?)?|"
            r"chief executive(?: officer)?(?:'s)?(?: approval| endorsement)?"
            r"|head of paid service",
            ("officer_approval",),
        ),
        (
            r"(?:signed|signed off|published) decision (?:document|form)s?|decision documents?|"
            r"(?:supporting|related|attached|associated) documents?"
            r"|related decisions?|attachments?|documents|downloads?|decision form",
            ("documents",),
        ),
    )
)

#: Sections of form and report: first match wins, the narrower ones first.
SECTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"(?:list of )?(?:background|supporting|appendices)(?: ?/ ?| and | or |"
            r" )(?:supporting )?(?:papers|documents|information)|appendix|appendices(?: and .{3,40})?|"
            r"background papers.{0,30}",
            "background",
        ),
        (
            r"introduction(?: ?/ ?| and |, )background|background(?: and| ?/) (?:introduction|context)|"
            r"introduction|background(?: information)?|context|purpose(?: of (?:the )?report)?|"
            r"introduction and context",
            "introduction",
        ),
        (
            r"(?:key |other |main )?issues(?: (?:for|to) consider(?:ation)?)?|(?:other|"
            r"key) considerations?(?: of note)?|issues and options|options(?: considered| appraisal)?|"
            r"matters for consideration",
            "issues",
        ),
        (r"time sensitivity|timing|urgency|timescales?(?: and urgency)?", "time_sensitivity"),
        (rf"{_PRIVACY}(?:{_AND}{_PRIVACY}){{0,2}}(?: {_ADVICE})?(?: \(dpia\))?", "privacy"),
        (
            rf"(?:public sector )?equalit(?:y|ies)(?:{_AND}(?:diversity|inclusion|human rights|"
            rf"equality duty)){{0,3}}(?: duty)?(?: {_ADVICE})?|diversity(?: and equality)?(?: {_ADVICE})|"
            rf"(?:equality )?impact assessments?|equality,? diversity(?:,?(?: and)? inclusion)?(?: "
            rf"{_ADVICE})?",
            "equality",
        ),
        (
            rf"legal(?:{_AND}(?:governance|regulatory|human rights|statutory|constitutional|"
            rf"risk)){{0,2}}(?: powers)?(?: {_ADVICE})?",
            "legal",
        ),
        (
            rf"(?:commercial|procurement|contract(?:ual)?)(?:{_AND}(?:commercial|procurement|"
            rf"contract(?:ual)?|social value)){{0,2}} ?(?:{_ADVICE})?|responsible procurement",
            "commercial",
        ),
        (
            rf"(?:chief )?(?:finance|financial)(?: officer)?(?:{_AND}{_TOPIC}){{0,3}}(?: {_ADVICE})?|"
            rf"cost (?:implications|comments)|value for money",
            "financial",
        ),
        (
            r"(?:how (?:does )?(?:this|it) )?(?:contributes?|contribution|links?|relevance|"
            r"alignment) (?:to|with) .{0,40}(?:police|policing) (?:and|&) crime plan.{0,24}|"
            r"(?:the )?(?:mopac )?police and crime plan(?: .{0,24})?|(?:link to )?strategic (?:objectives|"
            r"priorities|alignment)",
            "police_and_crime_plan",
        ),
        (rf"(?:real )?estates?(?: {_ADVICE})?|(?:property|accommodation)(?: {_ADVICE})", "real_estate"),
        (
            rf"environment(?:al)?(?:{_AND}(?:sustainability|climate)){{0,2}}(?: {_ADVICE})?|"
            rf"sustainability(?: {_ADVICE})?",
            "environment",
        ),
        (
            rf"breakdown|risks?(?: management)?(?: and (?:mitigations?|issues))?(?: {_ADVICE})?|"
            rf"objectives and expected outcomes|planned delivery approach.{{0,20}}|next steps|"
            rf"consultation(?: undertaken)?|(?:health and safety|human rights|crime and disorder|workforce|"
            rf"human resources?|hr|staffing|safeguarding|social value|communications?|community engagement|"
            rf"digital|ict|governance|public health|training|diversity)(?: (?:and [a-z]+ )?{_ADVICE})|"
            rf"governance|conclusions?|benefits|outcomes|evaluation|proposals?|"
            rf"performance(?: and monitoring)?|monitoring and evaluation|crime and disorder|workforce",
            "other",
        ),
    )
)

#: The order in which the form has its sections; a lost heading is inferred from its neighbours.
FORM_ORDER = ("introduction", "issues", "financial", "legal", "privacy", "equality", "background")
#: Words by which a section is recognised whose heading is lost.
TELLING: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "legal": r"scheme of (?:consent|delegation)|delegated (?:power|authority)|\bsection [0-9]+|"
        r"\bact [12][0-9]{3}|statutory|\blegal|\blaw(?:ful)?\b",
        "financial": r"£|\bfunding|\bbudget|\bcosts?\b|financ",
        "privacy": r"gdpr|data protection|personal data|dpia|privacy",
        "equality": r"equalit|protected characteristic|diversity|assistive",
        "background": r"\bappendi|\battached|business case|\breport\b|\bpapers?\b|\bPCD\b",
        "issues": r"\brisk|\bissue|\bif\b|\bdelay",
        "introduction": r"",
    }.items()
}

#: Labels before a value. What has no place in a paper ("meta", a date in "meta_on") is recognised and set aside.
LABELS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"(?:decision )?(?:reference|ref)(?: (?:code|number|no))?|(?:decision|report) (?:number|no|ref)|"
            r"unique reference(?: number)?|pcd (?:number|reference|ref)", "reference"),
        (r"date (?:decision )?(?:was )?signed|signed(?: off| on)?|date of (?:signature|decision|approval)|"
            r"decision date|date (?:of )?decision(?: made)?|date approved|approval date|signature date|"
            r"date signed off", "decided_on"),
        (r"decision(?: taken| made)? by|decided by|decision[- ]?maker|approved by|signed by|"
            r"authori[sz](?:ation|ed by|ing officer)(?: name)?", "decided_by"),
        (r"(?:report |decision )?title|subject(?: of (?:the )?(?:report|decision))?|title of (?:report|"
            r"decision|proposal)", "title"),
        (r"(?:decision )?(?:required|needed)(?: from .{0,50})? by|deadline(?: for decision)?|"
            r"decision deadline", "required_by"),
        (r"report author|author(?:ed by)?|originating officer|report of|lead officer", "author"),
        (r"date published|publication date|published(?: on| date)?|first published|last updated|updated|"
            r"page last updated", "meta_on"),
        (r"publication type|decision type|page type|type(?: of decision)?|directorate|unit|topics?|"
            r"contact(?: officer)?|category|status|tags?|file (?:type|size)|size|publisher|decision status|"
            r"e-?mail|telephone", "meta"),
    )
)  # fmt: skip

#: Lines of the web site around a paper.
FURNITURE = tuple(
    re.compile(pattern)
    for pattern in (
        r"skip to (?:main )?content|skip to navigation|(?:mayor of london logo|london assembly logo|"
            r"city hall logo| )+|home|menu|search|close|back to .{0,60}|back",
        r"share(?: this page)?(?: on .{0,20})?|print(?: this page)?|copy link|tweet|facebook|twitter|"
            r"linkedin|email(?: this page)?|whatsapp|x",
        r"need a document on this page in an accessible format\??|if you use assistive technology.*|"
            r"it will also help us if you tell us.*|request an accessible format.*",
        r"(?:we use|this (?:web)?site uses|about our) cookies.*|(?:accept|reject)(?: all)?(?: cookies)?|"
            r"cookie (?:settings|preferences).*|manage cookies",
        r"mayor(?:'s)? (?:of london )?office for policing and crime(?: \(mopac\))?|mopac|mayor of london|"
            r"office for policing and crime|london assembly|greater london authority|"
            r"mayor of london ?office for policing and crime",
        r"(?:home|decisions?|about us) ?[>/»›|] ?.*|home (?:mopac|about us|decisions).{0,80}|breadcrumbs?|"
            r"you are here.*|(?:about us|"
            r"governance and spending|mopac decisions(?: 0)?|what we do|who we are|get involved|how we work|"
            r"good governance|decision making|publications|mayoral decisions)(?: ?[>/»›|] ?.*)?",
        r"request for (?:dmpc|pcd|mopac|deputy mayor(?:al)?) decision|dmpc decision(?: form)?|"
            r"(?:part (?:1|i) )?(?:form|decision form)|mopac decision(?: form)?|"
            r"deputy mayor(?: for policing and crime)? decision",
        r"was this page (?:helpful|useful)\??|(?:yes|no) this page is .{3,20}|report a problem.*|"
            r"give feedback.*|sign up.{0,60}newsletter.*|follow us.*|(?:©|copyright).{0,60}|"
            r"terms (?:and conditions|of use).*|privacy (?:policy|notice)|contact us|"
            r"accessibility(?: statement)?|site ?map",
        r"\(?opens in (?:a )?new (?:window|tab)\)?|download(?: .{0,80})?\(?pdf.*|loading\.*|\.{3}|"
            r"[-=_*~ ]{3,}|[|+: -]+|page break",
        r"page [0-9]{1,3}(?: (?:of|/) [0-9]{1,3})?|[0-9]{1,3} (?:of|/) [0-9]{1,3}|- [0-9]{1,3} -",
        r"(?:part (?:1|i) ?[·|-] ?)?official(?: ?- ?(?:public|sensitive))?|sealed|sealed by the decision register|"
            r"by the decision register|not protectively marked|protective marking ?:? ?.{0,40}",
    )
)  # fmt: skip

#: Statements that every form prints; they say nothing of this paper.
STANDING = tuple(
    re.compile(pattern)
    for pattern in (
        r"i confirm (?:that )?i have considered whether.*|any such interests are recorded below.*|"
        r"the above request has my approval.*|the request outlined above has my approval.*",
        r"(?:the )?(?:information|this form|part 1)(?: in this form)?.{0,40} is subject to the (?:freedom "
        r"of information|foi).*|.*will be made available on the (?:mopac|gla) website.*",
        r"if immediate publication risks.*|deferral periods should be.*|.*shortest length strictly necessary.*",
        r"(?:part 2 confidentiality ?:? ?)?only the facts (?:or|and) advice (?:considered|that are).*|"
        r".*together with the legal rationale for non-publication.*",
        r"[| ]*tick to (?:confirm|indicate).*|(?:please )?tick.{0,40}|.*confirm the following.*\(?tick.*|"
        r"statement ?\(?[✓✔☑√·x]?\)?|to confirm(?: statement)? ?\(?[✓✔☑√]?\)?",
        r"i have been consulted about the proposal.*|i am satisfied that this is an appropriate request.*",
        r"this section of the report will be published by.*",
    )
)

#: Who is asked, where recommendations go without a heading, and where a sentence leads to its items.
ADDRESSEE = re.compile(
    r"^(?:that )?(?:the )?(?:(?:deputy )?mayor(?:,? (?:for )?policing and crime)?(?: ?\(?(?:the "
    r")?dmpc\)?)?|dmpc|mopac|mps [a-z ,&]{0,60}board(?: \(\w+\))?|[a-z ,&]{0,60}(?:board|"
    r"committee)(?: \(\w+\))?)"
    r"(?:(?:,? (?:is|are))? (?:recommended|asked|requested|invited|being asked)(?: to| that)?\b| to(?=\s*:\s*$))"
)
_WHO = r"(?:the )?(?:(?:deputy )?mayor(?:,? (?:for )?policing and crime)?(?: ?\(?(?:the )?dmpc\)?)?|dmpc|mopac)"
#: Other ways to lead to what is asked for: "That the DMPC approve:", "The DMPC agrees to:", "It is recommended that".
LEADS = re.compile(
    rf"^(?:that )?{_WHO},?(?: (?:should|is to|hereby))?(?= (?:approve|agree|authori[sz]e|accept|endorse|award|delegate|"
    rf"note)s?\b)"
    rf"|^{_WHO} (?:should|is to)(?=\s*:\s*$)"
    rf"|^it is (?:therefore )?(?:recommended|proposed) that (?:{_WHO}(?: should)?)?"
    rf"|^(?:the )?(?:approval|agreement|authority) (?:of|from|by) {_WHO} is "
    rf"(?:sought|requested|required)(?: to| for)?\b"
    rf"|^approval is (?:sought|requested) (?:to|for)(?=\s*:\s*$)"
)
#: Being asked to consider something is no recommendation: the decision stands elsewhere.
CONSIDERS = re.compile(r"\b(?:asked|invited|requested|recommended) to consider\b")
PART_2_REPORT = re.compile(r"^part (?:2|ii) ?[-:] ?(?:this section|confidential|this part|exempt)")
LETTERHEAD = re.compile(r"mayor of london|(?:mayor of london ?)?(?:mayor's )?office for policing and crime")
REPORT_HEAD = re.compile(
    r"^report by .+|^(?:portfolio and investment|portfolio and investment monitoring|"
    r"investment advisory)[a-z ]*(?:board|meeting|panel).*[0-9]{4}$"
)

#: Declarations of the originating officer, by the words each starts with.
DECLARATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"financial (?:advice|comments|implications)|finance(?= ?:)", "financial"),
        (r"legal (?:advice|comments|implications)|legal(?= ?:)", "legal"),
        (r"equalit(?:y|ies)(?: and diversity)? (?:advice|comments|implications)|equalit(?:y|ies)(?= ?:)", "equalities"),
        (r"commercial (?:issues|advice|comments|implications)|procurement advice|commercial(?= ?:)", "commercial"),
        (r"(?:gdpr ?(?:/|and|&) ?)?data (?:privacy|protection)(?: advice| issues| comments)?|"
            r"gdpr(?: (?:advice|issues|compliance))?(?= ?[:/])|privacy(?: advice)?(?= ?:)|"
                r"gdpr/data privacy", "privacy"),
        (r"(?:director ?/ ?)?head of (?:service|unit)|director(?= ?[:/])", "head_of_service"),
    )
)  # fmt: skip
TICK = re.compile("[✓✔☑√✅☒]|\\[x\\]|\uf0fc|\uf0fe|\uf052|\uf050", re.IGNORECASE)
EMPTY_BOX = re.compile("[☐□]|\\[ ?\\]|\uf0a8|\uf06f")

#: Offices whose signature a paper carries, by the words they go by.
OFFICES = (
    (re.compile(r"deputy mayor|\bdmpc\b"), "deputy_mayor"),
    (re.compile(r"chief executive|head of paid service"), "chief_executive"),
)
