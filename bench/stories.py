"""Invent what sources say about the things of a world, as rows of sheets."""

from __future__ import annotations

from .world import YEARS, Thing, World

Row = dict[str, str]
UNITS = ("member companies", "employees", "members")


def fact(subject: str, relation: str, object: str, **others: str) -> Row:
    """Write one row; the columns 'for' and 'said by' are spelt about and said_by."""
    names = {"about": "for", "said_by": "said by"}
    more = {names.get(k, k): v for k, v in others.items() if v}
    return {"subject": subject, "relation": relation, "object": object, **more}


def tell_programme(world: World, programme: Thing) -> list[Row]:
    """Say which countries take part in a programme, and what it has counted."""
    places = world.draw_some(list(world.places), 9)
    rows = [fact(programme.id, "participating place", p, at="2015") for p in places]
    for year in YEARS[::2]:
        number = world.random.randint(10, 90)
        rows.append(fact(programme.id, "count", f">{number} projects", at=str(year)))
        rows.append(fact(programme.id, "count", f"~{number * 40} companies", at=str(year)))
    return rows


def tell_call(world: World, call: Thing) -> list[Row]:
    """Say when a call opens and closes, who pays in each country, and how many applied."""
    year, event = call.id[-4:], f"matchmaking-{call.id}"
    agencies = world.draw_some(world.things["agencies"], 8)
    return [
        fact(call.id, "part of programme", call.id.partition("-call-")[0]),
        fact(call.id, "announced", f"{year}-01-15"),
        fact(call.id, "opens", f"{year}-02-01", at=year),
        fact(call.id, "closes", f"{year}-10-{world.random.randint(10, 28)}", at=year),
        fact(call.id, "cap", f"{world.random.randint(1, 9)} MEUR", at=year),
        fact(call.id, "projects funded", f"{world.random.randint(5, 40)} projects", at=year),
        fact(event, "is a", "event"),
        fact(event, "name", f"Matchmaking of {call.name}"),
        fact(event, "takes place", f"{year}-09-17..{year}-09-18"),
        fact(event, "located in", world.draw(world.places[world.draw(list(world.places))])),
        fact(call.id, "matchmaking event", event),
        *(fact(call.id, "funder", a.id, about=a.country, at=year) for a in agencies),
        *(_count_applications(world, call, a.country, year) for a in agencies),
    ]


def _count_applications(world: World, call: Thing, country: str, year: str) -> Row:
    number = f"{world.random.randint(1, 60)} applications"
    return fact(call.id, "applications received", number, about=country, at=year)


def tell_organisation(world: World, thing: Thing) -> list[Row]:
    """Say where an organisation is, and now and then what it works in and belongs to."""
    rows = [fact(thing.id, "located in", world.draw(world.places[thing.country]))]
    if world.chance(0.3):
        rows.append(fact(thing.id, "sector", world.draw(world.sectors)))
    if world.chance(0.4):
        rows.append(fact(thing.id, "member of", world.draw(world.things["clusters"]).id))
    return rows


def tell_cluster(world: World, cluster: Thing) -> list[Row]:
    """Say where a cluster is, its sectors, label, founding year, size over years, and its head."""
    person = world.things["people"][int(cluster.id.rpartition("-")[2]) - 1].id
    years = [str(y) for y in sorted(world.random.sample(YEARS, 3))]
    said = f"{cluster.name} opens doors abroad, number {world.random.randint(1, 999)}."
    return [
        fact(cluster.id, "located in", world.draw(world.places[cluster.country])),
        *(fact(cluster.id, "sector", s) for s in world.draw_some(world.sectors, 3)),
        fact(cluster.id, "founded", str(world.random.choice(YEARS))),
        fact(cluster.id, "holds label", world.draw(world.things["labels"]).id, at=years[0]),
        *(count_cluster(world, cluster, year) for year in years),
        fact(person, "role", "head", about=cluster.id, at=years[1]),
        fact(person, "says", said, evidence=_point(world)),
    ]


def count_cluster(world: World, cluster: Thing, year: str) -> Row:
    """Count members of a cluster; two sources that do so for one year mostly disagree."""
    number = world.random.randint(20, 300)
    sign = world.random.choice(("", "", "~", ">"))
    return fact(cluster.id, "count", f"{sign}{number} {world.draw(UNITS)}", at=year)


def tell_project(world: World, project: Thing, partners: list[Thing]) -> list[Row]:
    """Say what a project is, its call, partners, sectors, markets and money."""
    call = world.draw(world.things["calls"])
    year = call.id[-4:]
    rows = [
        fact(project.id, "call", call.id, at=year, evidence=_point(world)),
        fact(project.id, "period", f"{year}..{int(year) + world.random.randint(1, 3)}"),
        fact(project.id, "aim", f"Partners of {project.name} enter new markets."),
        *(fact(project.id, "sector", s) for s in world.draw_some(world.sectors, 2)),
        *tell_partners(world, project, partners, year),
    ]
    if world.chance(0.3):
        rows.append(fact(project.id, "target market", world.draw(["japan", "cis", "canada"])))
    if world.chance(0.2):
        rows.append(fact(project.id, "partner country", world.draw(list(world.places)), at=year))
    return rows + (_tell_money(world, project, partners, year) if world.chance(0.6) else [])


def tell_partners(world: World, project: Thing, partners: list[Thing], year: str) -> list[Row]:
    """Name the partners of a project, the lead first."""
    lead, *others = partners
    rows = [fact(project.id, "lead partner", lead.id, at=year, evidence=_point(world))]
    return rows + [fact(project.id, "partner", p.id, at=year) for p in others]


def _tell_money(world: World, project: Thing, partners: list[Thing], year: str) -> list[Row]:
    lead, total = partners[0], world.random.randint(5, 90) * 10_000
    agency = world.draw(world.things["agencies"])
    return [
        fact(project.id, "budget", f"{total} EUR", at=year),
        fact(project.id, "awarded", f"{total // 2} EUR", at=year),
        fact(project.id, "partner budget", f"{total // 3} EUR", about=lead.id, at=year),
        fact(project.id, "funder", agency.id, at=year),
    ]


def pick_partners(world: World) -> list[Thing]:
    """Pick 2 to 12 partners, mostly few, half of them clusters."""
    wanted = world.draw(range(2, 13))
    clusters, others = world.things["clusters"], world.things["organisations"]
    chosen = {p.id: p for p in (world.draw(clusters), world.draw(clusters))}
    while len(chosen) < wanted:
        partner = world.draw(clusters if world.chance(0.4) else others)
        chosen[partner.id] = partner
    return list(chosen.values())


def _point(world: World) -> str:
    start = world.random.randint(0, 4000)
    return f"char={start},{start + 80}"
