"""Words, names, numbers, dates and prices to be drawn. Words that hash to 0 mod 20 are kept for evaluation."""
import os
import zlib
from functools import lru_cache

from ..draw.fonts import ASSETS

MONTHS = "January February March April May June July August September October November December".split()
FIRST = ("Anna Ben Clara David Emma Felix Grace Henry Ida Jack Kate Liam Maria Noah Olivia Paul Rosa Sam Tina Victor Alice Bruno Carla Dora Elias Frank Gina Hugo Iris Jonas "
         "Karin Leo Mia Nina Oscar Petra Ralf Sofia Thomas Ursula Walter Zoe Adam Bella Chris Diana Erik Fiona George Hannah Ivan Julia Kevin Laura Mark Nora Peter Ruth Simon Vera").split()
LAST = ("Miller Smith Brown Wilson Taylor Clark Lewis Walker Young King Wright Hill Green Baker Adams Nelson Carter Mitchell Turner Parker Evans Collins Stewart Morris Cook Rogers "
        "Bell Murphy Bailey Cooper Reed Kelly Howard Ward Cox Gray James Watson Brooks Price Bennett Wood Barnes Ross Fischer Weber Meyer Wagner Becker Schulz Novak Rossi Silva Costa").split()
CITIES = ("Berlin Paris London Madrid Rome Vienna Oslo Prague Dublin Lisbon Athens Warsaw Zurich Geneva Munich Hamburg Milan Boston Chicago Dallas Denver Seattle Austin Toronto "
          "Sydney Tokyo Kyoto Delhi Cairo Lima Quito Bogota Leeds York Bath Bonn Graz Basel Lyon Nice").split()
STREETS = "Main Oak Pine Park Lake Hill River Church Mill Station School Garden Market Bridge King Queen High Spring Forest North South West East Maple Cedar Elm".split()
ITEMS = ("Coffee Tea Espresso Latte Cappuccino Juice Water Cola Lemonade Milk Bagel Bread Croissant Muffin Cookie Cake Pie Sandwich Burger Pizza Pasta Salad Soup Rice Fries Apple Banana "
         "Orange Lemon Grapes Melon Tomato Potato Carrot Onion Garlic Cheese Butter Yogurt Eggs Ham Bacon Chicken Beef Fish Shrimp Honey Jam Sugar Salt Pepper Flour Oil Chips Candy Chocolate "
         "Cereal Noodles Beans Nuts Soap Shampoo Towel Brush Paper Pen Pencil Notebook Stapler Tape Glue Folder Lamp Battery Cable Charger Mouse Keyboard Socks Shirt Hat Gloves Scarf Belt "
         "Mug Plate Bowl Fork Knife Spoon Candle Vase Plant Seeds Hammer Nails Screws Paint Rope").split()
ADJECTIVES = "Green Red Blue Black White Hot Iced Fresh Large Small Dark Sweet Mixed Whole Organic".split()
SHOP_HEADS = ("Corner City Sunny Golden Green Blue Happy Royal Old New Fresh Daily Central Urban Village Harbor Garden River Lucky Silver Star Sunset Maple Union Grand Little Quick Family "
              "Metro Bella Nova Alpha").split()
SHOP_TAILS = "Cafe Market Store Bakery Deli Grocery Shop Books Foods Mart Diner Kitchen Pharmacy Bistro Hardware Garden Toys Sports Electronics Supply".split()
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"


def held(text):
    """Whether a word belongs to the evaluation split."""
    return zlib.crc32(text.lower().encode()) % 20 == 0


@lru_cache(maxsize=None)
def lexicon(split):
    with open(os.path.join(ASSETS, "words.txt"), encoding="utf-8") as lines:
        return [w for w in lines.read().split() if held(w) == (split == "held")]


def pick(rng, split, pool):
    """One of a fixed pool; the pools are small, so both splits share them."""
    return rng.choice(pool)


def invented(rng):
    """A pronounceable word that is in no dictionary."""
    return "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) + (rng.choice("nrslt") if rng.random() < 0.25 else "") for _ in range(rng.randint(1, 4)))[:12]


def cased(rng, word):
    dice = rng.random()
    return word.upper() if dice < 0.3 else word.capitalize() if dice < 0.65 else word


def word(rng, split):
    base = rng.choice(lexicon(split)) if rng.random() < 0.65 else invented(rng)
    return cased(rng, base)


def code(rng):
    """A code such as AB-1234, 7F3K9 or x81b."""
    letters, dice = "ABCDEFGHJKLMNPQRSTUVWXYZ", rng.random()
    if dice < 0.4:
        return "".join(rng.choice(letters) for _ in range(rng.randint(1, 3))) + rng.choice(("-", "", " ", "/")) + str(rng.randint(10, 99999))
    if dice < 0.9:
        return "".join(rng.choice(letters + "0123456789") for _ in range(rng.randint(4, 10)))
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") for _ in range(rng.randint(3, 9)))


def number(rng):
    dice = rng.random()
    if dice < 0.45:
        return str(rng.randint(0, 10 ** rng.randint(1, 8)))
    if dice < 0.65:
        return f"{rng.uniform(0, 10 ** rng.randint(1, 4)):.{rng.randint(1, 3)}f}"
    if dice < 0.75:
        return f"{rng.randint(1000, 9999999):,}"
    if dice < 0.85:
        return f"{rng.randint(0, 100)}%"
    if dice < 0.92:
        return "-" + str(rng.randint(1, 9999))
    return price(rng, *money(rng), 10 ** rng.randint(1, 4))


def phone(rng):
    return rng.choice(("555-{:04d}", "0{}".format(rng.randint(20, 99)) + "-{:07d}", "+1 555 {:04d}")).format(rng.randint(0, 9999))


def time(rng):
    return f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"


def date(rng):
    y, m, d = rng.randint(1950, 2035), rng.randint(1, 12), rng.randint(1, 28)
    month = MONTHS[m - 1]
    return rng.choice((f"{y}-{m:02d}-{d:02d}", f"{d:02d}.{m:02d}.{y}", f"{m:02d}/{d:02d}/{y}", f"{d} {month[:3]} {y}", f"{month[:3]} {d}, {y}", f"{d:02d}/{m:02d}/{y}",
                       f"{y}-{m:02d}-{d:02d}", f"{d} {month} {y}"))


def money(rng):
    """(symbol before, symbol after) of a document's prices."""
    return rng.choices((("$", ""), ("", ""), ("€", ""), ("", " €"), ("£", ""), ("", " EUR"), ("", " USD")), (8, 5, 3, 2, 2, 1, 1))[0]


def price(rng, before, after, top=60):
    return amount(before, after, rng.randint(10, int(top * 100)))


def amount(before, after, cents):
    return f"{before}{cents // 100}.{cents % 100:02d}{after}"


def item(rng):
    return (rng.choice(ADJECTIVES) + " " if rng.random() < 0.15 else "") + rng.choice(ITEMS)


def shop(rng, split):
    dice = rng.random()
    if dice < 0.6:
        return f"{rng.choice(SHOP_HEADS)} {rng.choice(SHOP_TAILS)}"
    if dice < 0.8:
        return f"{rng.choice(LAST)}'s {rng.choice(SHOP_TAILS)}"
    return f"{word(rng, split).capitalize()} {rng.choice(SHOP_TAILS)}"


def person(rng):
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def address(rng):
    return f"{rng.randint(1, 299)} {rng.choice(STREETS)} {rng.choice(('Street', 'Road', 'Avenue', 'Lane', 'St', 'Rd'))}"


def email(rng):
    return f"{rng.choice(FIRST).lower()}@{invented(rng)}.{rng.choice(('com', 'org', 'net'))}"
