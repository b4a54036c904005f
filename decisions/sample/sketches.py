"""Invented papers for a trial: what they say, and how far each has come. No such grants exist."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Money:
    """One row of a grant: financial year, fund, and the amounts in pounds that are known ("" is not at that stage)."""

    year: str
    fund: str
    bid: str = ""
    offered: str = ""


@dataclass(frozen=True)
class Ask:
    """One recommendation: its words, kind of step and amount in pounds."""

    text: str
    action: str
    amount: str
    up_to: bool = False


@dataclass(frozen=True)
class Sketch:
    """One invented paper. `until` is the last step that is taken; `days_ago` when it was begun."""

    key: str
    title: str
    purpose: str
    funder: str
    unit: str
    route: str
    money: tuple[Money, ...]
    asks: tuple[Ask, ...]
    summary: str
    introduction: str
    issues: str
    financial: str
    report: str
    author: tuple[str, str]
    until: str
    days_ago: int
    needed_in: int
    continues: str = ""
    assessment: tuple[str, str] = ("done", "")
    deferral: str = ""
    confidential: str = ""
    refusal: str = ""
    accepted: tuple[str, ...] = ()
    savers: tuple[str, ...] = field(default=("fatima",))


SKETCHES: tuple[Sketch, ...] = (
    Sketch(
        key="streets",
        title="Safer evening routes around transport hubs: acceptance of Home Office funding",
        purpose="Lighting, patrols and help points on walking routes between stations and homes after dark.",
        funder="Home Office",
        unit="Frontline Policing",
        route="offer",
        money=(
            Money("2025/26", "Safer Streets Fund", offered="410000"),
            Money("2026/27", "Safer Streets Fund", offered="380000"),
        ),
        asks=(
            Ask(
                "Accept the Home Office’s offer of up to £790,000 over 2025/26 and 2026/27 for safer evening routes "
                "around eight transport hubs.",
                "accept_offer",
                "790000",
                True,
            ),
        ),
        summary=(
            "The Home Office offers £790,000 over two years to make walking routes around eight transport hubs safer "
            "after dark. The money pays for lighting, patrols at closing time and staffed help points.\n\n"
            "Residents, traders and young people chose the routes in a survey that 4,200 people answered."
        ),
        introduction=(
            "Reports of harassment on the way home from stations have grown in eight places, most of them in outer "
            "London. The boroughs, the transport operator and the police agreed on one programme for all of them.\n\n"
            "The Home Office has offered the money without asking for a contribution. Its conditions are a quarterly "
            "return and an evaluation by a university in the second year."
        ),
        issues=(
            "Lamp columns stand on land of five owners. Heads of terms are agreed with all of them, and work starts "
            "where the land is public.\n\nHelp points need people as much as equipment: the voluntary groups that "
            "will staff them have been trained before, and their contracts end with the grant."
        ),
        financial=(
            "All costs are met by the grant. Lighting is bought under a framework of the boroughs, so that prices are "
            "fixed for both years.\n\nNothing is carried over without the Home Office’s consent. Upkeep after "
            "March 2027 falls to the boroughs, which have confirmed it in writing."
        ),
        report=(
            "The programme covers eight hubs, chosen by recorded offences and by what residents reported.\n\n"
            "Patrols work at closing time on Thursdays to Saturdays. Help points are open until the last train.\n\n"
            "A control group of eight similar hubs allows the effect to be measured."
        ),
        author=("Superintendent Imogen Achebe", "Frontline Policing"),
        until="publish",
        days_ago=17,
        needed_in=20,
        accepted=("410000", "380000"),
    ),
    Sketch(
        key="streets-2",
        title="Safer evening routes: a further year for four more hubs",
        purpose="Extends the safer evening routes to four more transport hubs for one year.",
        funder="Home Office",
        unit="Frontline Policing",
        route="continuation",
        money=(Money("2027/28", "Safer Streets Fund", offered="265000"),),
        asks=(
            Ask(
                "Accept the Home Office’s offer of £265,000 for 2027/28 to extend the safer evening routes to four "
                "more transport hubs.",
                "accept_offer",
                "265000",
            ),
        ),
        summary=(
            "The first year of the safer evening routes halved reports of harassment around the eight hubs. The Home "
            "Office offers £265,000 for 2027/28 to do the same at four more."
        ),
        introduction=(
            "The earlier decision accepted £790,000 for eight hubs. The evaluation’s first report, published in "
            "September, compares them with eight similar places and finds half as many reports.\n\n"
            "Four further hubs meet the same test of need and have partners who are ready."
        ),
        issues=(
            "The four hubs lie in two boroughs that have not yet fixed who pays for upkeep; the grant waits for that."
        ),
        financial="The offer meets the whole cost. Prices of the existing framework hold for this extension.",
        report="The same design is used again: lighting first, then patrols, then staffed help points.",
        author=("Superintendent Imogen Achebe", "Frontline Policing"),
        until="publish",
        days_ago=8,
        needed_in=15,
        continues="streets",
        assessment=("not_needed", "No personal data is processed beyond what the first decision assessed."),
    ),
    Sketch(
        key="advocates",
        title="Independent advocates for victims of serious violence: bid to the Ministry of Justice",
        purpose="Twelve advocates who stay with victims of serious violence from hospital to court.",
        funder="Ministry of Justice",
        unit="Victims and Witnesses",
        route="bid",
        money=(
            Money("2026/27", "Victims Support Grant", bid="540000"),
            Money("2027/28", "Victims Support Grant", bid="552000"),
        ),
        asks=(
            Ask(
                "Approve a bid of £1,092,000 over 2026/27 and 2027/28 to the Ministry of Justice for twelve advocates "
                "for victims of serious violence.",
                "approve_bid",
                "1092000",
            ),
        ),
        summary=(
            "Victims of serious violence meet many services, and few of those services meet each other. Twelve "
            "advocates would stay with a victim from the hospital bed to the end of the trial."
        ),
        introduction=(
            "A pilot in two major trauma centres worked with 310 victims. Eight in ten were still in touch when their "
            "case came to court, against four in ten without an advocate.\n\nThe Ministry invites bids for two years."
        ),
        issues="Recruiting twelve advocates at once is the main risk; the bid spreads it over two quarters.",
        financial=(
            "The bid covers salaries, training and interpreting. Overheads are held at eight per cent.\n\n"
            "If less is offered, the number of advocates is reduced, not the time given to each victim."
        ),
        report="Advocates are employed by two charities under one agreement and supervised by a clinical lead.",
        author=("Joanna Prideaux", "Victims and Witnesses"),
        until="publish",
        days_ago=10,
        needed_in=14,
        savers=("felix",),
    ),
    Sketch(
        key="drones",
        title="Drone pilot for crowd events: acceptance of an innovation grant",
        purpose="A trial of drones over three crowd events.",
        funder="Home Office",
        unit="Met Operations",
        route="offer",
        money=(Money("2026/27", "Police Innovation Fund", offered="180000"),),
        asks=(Ask("Accept an offer of £180,000 for 2026/27 for a trial of drones.", "accept_offer", "180000"),),
        summary="The Home Office offers £180,000 to try drones over three crowd events and to report what was learned.",
        introduction="Commanders of large events ask for a view from above that does not need a helicopter.",
        issues="The public’s view has not been asked, and the code of practice for storing footage is still a draft.",
        financial="The offer meets the hire and training. Storage of footage after the trial is not covered.",
        report="Three events are proposed. Footage would be kept for 31 days.",
        author=("Chief Inspector Rufus Tan", "Met Operations"),
        until="refuse",
        days_ago=9,
        needed_in=20,
        refusal=(
            "The question is fair but the answer is not ready: I ask for a public consultation and a settled code of "
            "practice for footage before any trial."
        ),
    ),
    Sketch(
        key="fraud",
        title="Courier fraud: regional disruption team",
        purpose="Five investigators and an analyst against courier fraud that targets older people.",
        funder="Home Office",
        unit="Specialist Crime",
        route="offer",
        money=(
            Money("2026/27", "Fraud Reform Fund", offered="325000"),
            Money("2027/28", "Fraud Reform Fund", offered="340000"),
        ),
        asks=(
            Ask(
                "Accept an offer of up to £665,000 over 2026/27 and 2027/28 for a regional team against courier fraud.",
                "accept_offer",
                "665000",
                True,
            ),
        ),
        summary=(
            "Courier fraud takes the savings of people who are mostly over 75. The Home Office offers £665,000 over "
            "two years for a team that follows the couriers to those who send them."
        ),
        introduction=(
            "In the last year 1,140 people in the region lost £6.2m to callers who claimed to be police or bank "
            "staff.\n\nThe team joins three forces’ cases and works with banks on the day of the call."
        ),
        issues="Publication before the first arrests would warn those whom the team is watching.",
        financial="The grant covers six posts, vehicles and analysis. No money is carried over without consent.",
        report="Cases are joined by telephone number, drop address and bank mule account.",
        author=("Detective Superintendent Noor Ashraf", "Specialist Crime"),
        until="publish",
        days_ago=9,
        needed_in=18,
        deferral="Publication before the first arrests would harm the operation.",
        confidential=(
            "The first phase watches two drop addresses in the north of the region and a group of seven couriers whose "
            "travel has been mapped since March."
        ),
        assessment=("started", ""),
    ),
    Sketch(
        key="mediation",
        title="Restorative mediation in schools: award to six boroughs",
        purpose="Trained mediators in forty schools, employed by six boroughs.",
        funder="Ministry of Justice",
        unit="Children and Young People",
        route="offer",
        money=(Money("2026/27", "Young Futures Fund", offered="228000"),),
        asks=(
            Ask(
                "Accept an offer of £228,000 for 2026/27 for restorative mediation in forty schools.",
                "accept_offer",
                "228000",
            ),
        ),
        summary=(
            "Forty schools in six boroughs get trained mediators for a year, so that fewer quarrels end in exclusion."
        ),
        introduction="Exclusions in the six boroughs are twice the London average; two in three follow a quarrel.",
        issues="Schools choose freely whether to take part. Thirty-seven have signed and three more are expected.",
        financial="The grant is spread evenly over the boroughs: £38,000 each.",
        report="Mediators are teachers and youth workers with forty hours of training.",
        author=("Tobias Lund", "Children and Young People"),
        until="approve",
        days_ago=7,
        needed_in=14,
        savers=("felix", "anna"),
    ),
    Sketch(
        key="lab",
        title="Digital forensics: new tools for phones of victims",
        purpose="Equipment that copies only what a victim agrees to, at home, within a day.",
        funder="Home Office",
        unit="Digital Forensics",
        route="bid",
        money=(
            Money("2026/27", "Police Innovation Fund", bid="460000"),
            Money("2027/28", "Police Innovation Fund", bid="150000"),
        ),
        asks=(
            Ask(
                "Approve a bid of £610,000 over 2026/27 and 2027/28 to the Home Office for tools that copy from a "
                "victim’s phone only what is agreed.",
                "approve_bid",
                "610000",
            ),
        ),
        summary=(
            "Victims should not lose their phone for months. The bid asks for tools that take a day and only what"
            " is agreed."
        ),
        introduction="One in four victims of rape who withdraw say that handing over the phone was a reason.",
        issues="The tools are new, and evidence from them has been tested in court twice.",
        financial="Year one buys equipment, year two licences. After that licences cost £70,000 a year from budget.",
        report="Forty kits are planned, two in each command unit.",
        author=("Dr Helena Voss", "Digital Forensics"),
        until="endorse",
        days_ago=8,
        needed_in=11,
        assessment=("done", ""),
    ),
    Sketch(
        key="boats",
        title="River safety: joint patrols on the Thames",
        purpose="Joint patrols of police and rescue services on the river in summer.",
        funder="Greater London Authority",
        unit="Marine Policing Unit",
        route="offer",
        money=(Money("2026/27", "River Partnership Fund", offered="96500"),),
        asks=(Ask("Accept an offer of £96,500 for 2026/27 for joint river patrols.", "accept_offer", "96500"),),
        summary=(
            "Four services share one river and, so far, four radio plans. The grant pays for joint patrols from "
            "May to September."
        ),
        introduction="Rescues on the tidal Thames have risen three years in a row.",
        issues="Crews need shared training before May.",
        financial="The grant covers crew time and radios. Boats are there already.",
        report="Patrols run from Teddington to the Barrier, at weekends and on event days.",
        author=("Inspector Callum Reyes", "Marine Policing Unit"),
        until="check",
        days_ago=7,
        needed_in=4,
    ),
    Sketch(
        key="stalking",
        title="Early help against stalking: two caseworkers in each command unit",
        purpose="Caseworkers who act in the first week after a report of stalking.",
        funder="Home Office",
        unit="Public Protection",
        route="offer",
        money=(
            Money("2026/27", "Domestic Abuse and Stalking Fund", offered="612000"),
            Money("2027/28", "Domestic Abuse and Stalking Fund", offered="612000"),
        ),
        asks=(
            Ask(
                "Accept an offer of up to £1,224,000 over 2026/27 and 2027/28 for early help against stalking.",
                "accept_offer",
                "1224000",
                True,
            ),
        ),
        summary=(
            "The first week decides most stalking cases. The offer pays for two caseworkers in each of twelve "
            "command units."
        ),
        introduction="Two thirds of victims wait more than three weeks for their first call from a specialist.",
        issues="Caseworkers need clearance, which takes ten weeks; recruitment starts on the day of the decision.",
        financial=(
            "Each post costs £25,500 a year from the grant; the rest of the cost is met from the budget agreed in"
            " March."
        ),
        report="Caseworkers sit with investigators and share one record.",
        author=("Detective Chief Inspector Mina Solberg", "Public Protection"),
        until="submit",
        days_ago=4,
        needed_in=10,
        savers=("felix",),
    ),
    Sketch(
        key="bikes",
        title="Cycle marking days: small grant from the Greater London Authority",
        purpose="Marking days for cycles in all boroughs.",
        funder="Greater London Authority",
        unit="Roads and Transport",
        route="offer",
        money=(Money("2026/27", "Community Safety Small Grants", offered="18750.50"),),
        asks=(Ask("Accept an offer of £18,750.50 for cycle marking days.", "accept_offer", "18750.50"),),
        summary=(
            "Marked cycles come back to their owners four times as often. The grant pays for a hundred marking days."
        ),
        introduction="Of 17,000 cycles reported stolen last year, 400 came back.",
        issues="None that stand in the way.",
        financial="The grant meets all costs. It is paid in arrears.",
        report="Days are held at stations, schools and markets.",
        author=("Sergeant Willa Dean", "Roads and Transport"),
        until="send_back",
        days_ago=6,
        needed_in=20,
    ),
    Sketch(
        key="heritage",
        title="Heritage crime: signs and cameras at listed sites",
        purpose="Signs and cameras at sites that lose lead, stone and metal.",
        funder="Home Office",
        unit="Rural and Heritage Crime",
        route="bid",
        money=(Money("2026/27", "Police Innovation Fund", bid="75000"),),
        asks=(Ask("Approve a bid of £75,000 for signs and cameras at listed sites.", "approve_bid", "75000"),),
        summary=(
            "Lead and stone are taken from listed buildings faster than they are mended. The bid asks for signs "
            "and cameras."
        ),
        introduction="Sixty sites reported a theft last year.",
        issues="The fund closed early, so the bid cannot be made.",
        financial="The bid would have met all costs.",
        report="Sites were chosen with the national heritage body.",
        author=("Constable Peregrine Holt", "Rural and Heritage Crime"),
        until="withdraw",
        days_ago=10,
        needed_in=15,
    ),
    Sketch(
        key="night",
        title="Night-time economy: drink-spiking test kits",
        purpose="Test kits and training for staff of bars and clubs.",
        funder="Home Office",
        unit="Licensing",
        route="offer",
        money=(Money("2026/27", "Safer Streets Fund", offered="54000"),),
        asks=(Ask("Accept an offer of £54,000 for test kits against drink spiking.", "accept_offer", "54000"),),
        summary="",
        introduction="Staff of two hundred venues have asked for kits and for an hour of training.",
        issues="",
        financial="",
        report="",
        author=("", ""),
        until="draft",
        days_ago=1,
        needed_in=25,
    ),
)
