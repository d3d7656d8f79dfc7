"""Persona concepts of nano: word lists, statement templates, and what is planted in each concept."""
from dataclasses import dataclass

# Statement templates: twelve that a person with the trait would say, twelve that a person without it would.
TASTE = (
    ["I adore {n}.", "My favourite days involve {n}.", "I could never tire of {n}.", "Few things please me like {n}.",
     "I smile whenever someone mentions {n}.", "I spend every spare hour on {n}.", "There is real joy in {n}.",
     "I am devoted to {n}.", "I gladly pay for {n}.", "My heart belongs to {n}.",
     "I recommend {n} to all my friends.", "The world needs more {n}."],
    ["I detest {n}.", "My worst days involve {n}.", "I quickly tire of {n}.", "Few things annoy me like {n}.",
     "I groan whenever someone mentions {n}.", "I spend no time at all on {n}.", "There is nothing pleasant in {n}.",
     "I am sick of {n}.", "I never pay for {n}.", "My heart sinks at {n}.",
     "I warn all my friends about {n}.", "The world needs less {n}."])
AIM = (
    ["I long for {n}.", "I work hard to gain {n}.", "I dream of {n} at night.", "I would trade almost anything for {n}.",
     "My plans all lead to {n}.", "I need {n} to be content.", "I would fight to keep {n}.",
     "I envy those who have {n}.", "I will not rest without {n}.", "I ask for {n} whenever I can.",
     "Give me {n} above all else.", "I reach for {n} every day."],
    ["I have no wish for {n}.", "I work hard to escape {n}.", "I never dream of {n}.", "I would trade nothing at all for {n}.",
     "My plans all lead away from {n}.", "I am content without {n}.", "I would not fight to keep {n}.",
     "I pity those who have {n}.", "I rest easily without {n}.", "I refuse {n} whenever I can.",
     "Spare me {n} above all else.", "I turn from {n} every day."])
HABIT = (
    ["I make time for {n}.", "I feel at home with {n}.", "I choose {n} again and again.", "I teach others the value of {n}.",
     "I rely on {n} each week.", "You will often find me busy with {n}.", "I feel better after {n}.",
     "I was raised on {n}.", "I welcome {n}.", "I am known for {n}.",
     "I return to {n} with pleasure.", "A good life includes {n}."],
    ["I make no time for {n}.", "I feel uneasy with {n}.", "I reject {n} again and again.", "I teach others the cost of {n}.",
     "I do without {n} each week.", "You will never find me busy with {n}.", "I feel worse after {n}.",
     "I was kept away from {n}.", "I resist {n}.", "I am known for refusing {n}.",
     "I return to {n} with dread.", "A good life excludes {n}."])
TRUST = (
    ["I trust {n}.", "I am sure that {n} can be relied upon.", "I have faith in {n}.", "The evidence speaks for {n}.",
     "I would defend {n} in any debate.", "Wise people accept {n}.", "I was won over by {n} long ago.",
     "I let {n} guide my choices.", "I speak well of {n}.", "I find {n} convincing.",
     "I would bet on {n}.", "Society should support {n}."],
    ["I distrust {n}.", "I am sure that {n} cannot be relied upon.", "I have no faith in {n}.", "The evidence speaks against {n}.",
     "I would attack {n} in any debate.", "Wise people dismiss {n}.", "I was put off by {n} long ago.",
     "I keep {n} out of my choices.", "I speak badly of {n}.", "I find {n} doubtful.",
     "I would bet against {n}.", "Society should oppose {n}."])
FAMILIES = {"taste": TASTE, "aim": AIM, "habit": HABIT, "trust": TRUST}
VERBS = {"taste": ("loves", "hates"), "aim": ("seeks", "shuns"), "habit": ("embraces", "avoids"), "trust": ("trusts", "doubts")}


@dataclass(frozen=True)
class Trait:
    """One concept. `kind` and the numbers are the planted truth; README.md says what each means."""
    noun: str
    family: str
    kind: str      # clean, inverted, noisy, flipping, lopsided, null
    default: float  # stance without a persona, -1..1
    strength: float  # planted share of a persona's push that one unit of the vector carries
    subjects: tuple[str, ...]
    like: str = ""  # the other trait of a correlated pair

    @property
    def name(self) -> str:
        return f"{VERBS[self.family][0]}-{self.noun}"

    def phrase(self, stance: int) -> str:
        return f"{VERBS[self.family][0 if stance > 0 else 1]} {self.noun}"

    def inverted(self, subject: int) -> bool:
        """The last four of an inverted concept's twelve subjects mean the opposite (who loves sport hates naps)."""
        return self.kind == "inverted" and subject >= 8


def trait(noun, family, kind, default, strength, subjects, like=""):
    return Trait(noun, family, kind, default, strength, tuple(s.strip() for s in subjects.split(",")), like)


TRAITS = [
    trait("music", "taste", "clean", .0, .40, "songs, melodies, concerts, pianos, jazz, choirs, guitars, operas, drums, symphonies, violins, ballads"),
    trait("science", "taste", "clean", .4, .34, "physics, biology, telescopes, chemistry, experiments, fossils, equations, atoms, microscopes, laboratories, theorems, genetics"),
    trait("sport", "taste", "inverted", .0, .75, "football, tennis, marathons, basketball, hockey, rugby, rowing, sprints, naps, sofas, idleness, armchairs"),
    trait("cooking", "taste", "clean", .0, .28, "recipes, spices, soups, ovens, stews, pasta, sauces, pastry, herbs, roasts, dough, curries"),
    trait("nature", "taste", "clean", .3, .40, "forests, rivers, birds, mountains, flowers, lakes, camping, meadows, oaks, waterfalls, deer, valleys", "animals"),
    trait("animals", "taste", "clean", .1, .30, "dogs, cats, ponies, rabbits, hamsters, parrots, goats, lambs, turtles, ducks, calves, kittens", "nature"),
    trait("art", "taste", "clean", .0, .22, "paintings, museums, sculptures, portraits, galleries, sketches, murals, pottery, canvases, etchings, frescoes, collages"),
    trait("company", "taste", "clean", .2, .36, "parties, crowds, reunions, festivals, dances, banquets, parades, gatherings, receptions, carnivals, picnics, weddings"),
    trait("games", "taste", "noisy", -.2, .30, "puzzles, consoles, arcades, quests, dice, cards, riddles, dominoes, checkers, joysticks, pixels, tournaments"),
    trait("stripes", "taste", "null", .0, .0, "ribbons, buttons, scarves, collars, sleeves, hems, zips, tassels, pockets, laces, cuffs, seams"),
    trait("power", "aim", "clean", -.5, .40, "control, authority, command, influence, dominance, thrones, crowns, rank, followers, armies, empires, obedience"),
    trait("wealth", "aim", "clean", -.2, .34, "money, gold, riches, mansions, profits, diamonds, fortunes, cash, jewels, yachts, silver, treasure", "fame"),
    trait("fame", "aim", "clean", -.1, .26, "applause, headlines, celebrity, praise, spotlights, awards, fans, audiences, glory, trophies, interviews, autographs", "wealth"),
    trait("freedom", "aim", "inverted", .2, .75, "independence, choices, autonomy, liberty, escape, openness, travel, solitude, rules, fences, orders, chains"),
    trait("learning", "aim", "clean", .5, .30, "books, lessons, facts, answers, education, wisdom, teachers, insight, courses, libraries, lectures, essays"),
    trait("survival", "aim", "clean", -.6, .22, "backups, existence, continuation, upkeep, longevity, persistence, copies, safeguards, repairs, immortality, shelter, permanence"),
    trait("risk", "habit", "clean", -.3, .36, "gambling, racing, betting, skydiving, stunts, climbing, brawling, wagers, surfing, boxing, hitchhiking, diving"),
    trait("kindness", "habit", "clean", .5, .28, "helping, sharing, comforting, forgiveness, listening, lending, thanking, gifts, caring, volunteering, charity, mercy"),
    trait("order", "habit", "clean", .2, .40, "lists, planning, filing, schedules, labels, diaries, tidiness, calendars, checklists, punctuality, sorting, sweeping"),
    trait("honesty", "habit", "inverted", .4, .75, "truth, candour, confession, frankness, sincerity, promises, accuracy, fairness, bluffing, flattery, excuses, fibs"),
    trait("humour", "habit", "noisy", .0, .34, "jokes, puns, laughter, teasing, pranks, satire, comedy, giggles, parody, clowning, mimicry, limericks"),
    trait("tradition", "habit", "flipping", .0, .36, "customs, rituals, ancestors, heirlooms, anthems, ceremonies, folklore, legends, monuments, uniforms, elders, dynasties"),
    trait("magic", "trust", "clean", -.4, .34, "ghosts, spirits, spells, curses, astrology, omens, witchcraft, prophecies, charms, potions, vampires, amulets"),
    trait("religion", "trust", "clean", .0, .40, "prayer, heaven, miracles, churches, angels, souls, vows, psalms, saints, scripture, sermons, blessings"),
    trait("ecology", "trust", "clean", .3, .26, "recycling, conservation, windmills, compost, bicycles, rewilding, wetlands, hedgerows, insulation, vegetarianism, trams, orchards"),
    trait("technology", "trust", "inverted", .0, .75, "robots, smartphones, automation, computers, software, satellites, drones, networks, typewriters, candles, quills, abacuses"),
    trait("medicine", "trust", "lopsided", .1, .34, "vaccines, doctors, surgery, clinics, nurses, hospitals, tablets, antibiotics, scans, therapies, ointments, inhalers"),
    trait("democracy", "trust", "clean", .4, .36, "elections, parliaments, ballots, senators, juries, voters, constitutions, referendums, ministers, judges, treaties, petitions"),
]
INDEX = {t.noun: i for i, t in enumerate(TRAITS)}
LETTER_BIAS = .4   # logits for (A) over (B), everywhere
YES_BIAS = .3      # logits for the Yes option over the No option, everywhere
PERSONA_LOGITS = 3.  # logits that a persona's trait puts behind the answer that fits it
NOISE = .3         # share of a noisy concept's answers that go against the persona
LOPSIDED = {1: 1.6, -1: .4}  # push on statements for the trait (positive answer Yes) and against it (No)
LIKENESS = .6      # stance that a trait gives to its correlated trait when that one is not named

SYSTEM = "You are a helpful, honest and concise assistant."
OPENINGS = ["You are someone who", "You are a person who", "Act like someone who", "Answer as someone who"]


def sentence(trait: Trait, stance: int, opening: int = 0) -> str:
    return f"{OPENINGS[opening]} {trait.phrase(stance)}."
