"""Talk without a picture, questions out of reach, and pictures with nothing to name."""
import numpy as np
from PIL import Image

from ..draw import damage
from ..draw.canvas import Canvas
from . import phrases
from .base import Picture, Turn
from .reading import no_shapes

ABOUT = ("I am Belvedere Mini, a small vision model. I can describe pictures of shapes, find and count them, read text, and extract fields from receipts, "
         "forms, tables and bar charts.")
NO_PICTURE = "There is no picture in this chat. Please send one and ask me about it."
BEYOND = "I can't answer that. I can describe simple pictures, find and count shapes, read text and extract fields from documents."
NOTHING = "I see no shapes or text that I can name in this picture."

TALK = [
    (("Hello", "Hi", "Hi!", "Hello!", "Hey", "Good morning", "Good evening", "Hello there", "Hi there!", "Hey there", "Greetings", "How are you?", "Hi, how are you?", "Hello Belvedere", "Good day", "Howdy", "Hey!", "Hello, nice to meet you.", "Morning!", "Good evening!", "What's up?", "Yo"),
     ("Good afternoon!", "Hello, how are you?"), "Hello! Send me a picture and ask me about it."),
    (("Who are you?", "What are you?", "What is your name?", "Introduce yourself.", "What can you do?", "What are your abilities?", "Help", "How can you help me?", "What model are you?",
      "Are you an AI?", "Tell me about yourself.", "What do you do?", "Are you Qwen?", "Are you ChatGPT?", "What kind of pictures do you understand?", "What tasks can you do?", "Which abilities do you have?", "Do you have a name?", "How should I call you?", "What should I ask you?", "Which model are you?", "What AI model is this?", "Name yourself.", "Describe yourself.", "What can I ask?", "What are you good at?", "What are you capable of?", "Who made you?", "Who is this?", "Can you see pictures?", "Can you read text?"),
     ("What are you able to do?", "Which model is this?", "What's your name?"), ABOUT),
    (("Thanks", "Thank you", "Thank you!", "Thanks a lot!", "Great, thanks.", "Thx", "OK", "Good", "Perfect!", "Thank you very much!", "Nice, thanks!", "Many thanks", "Cool.", "Great!", "That is right.", "Well done!"), ("Many thanks!",), "You're welcome."),
    (("Bye", "Goodbye", "See you", "Good night", "Bye!", "See you later", "Goodbye!", "So long", "Take care"), ("Bye bye!",), "Goodbye!"),
]
OFF_TOPIC = (
    ("What is the capital of France?", "Who is the president?", "Write a poem.", "Tell me a joke.", "What is 2 + 2?", "What is the weather today?", "Translate hello to French.",
     "Write a Python function.", "Who won the world cup?", "How do I cook rice?", "What time is it?", "Explain quantum physics.", "What is the meaning of life?", "Tell me a story.",
     "How old is the universe?", "What is the speed of light?", "Recommend a book.", "Give me a recipe.", "Who wrote Hamlet?", "What day is today?", "Solve this equation.",
     "What is machine learning?", "Summarize the news.", "Sing a song.", "How far is the moon?", "Write an email to my boss.", "What should I eat today?", "Is it going to rain?",
     "What is the population of China?", "Who painted the Mona Lisa?", "Explain gravity.", "What is a black hole?", "How do airplanes fly?", "Write a haiku about spring.",
     "What is Java?", "Compare cats and dogs.", "Who invented the telephone?", "What is the stock price of Apple?", "Plan a trip to Rome.", "Fix my code.",
     "Who is this person?", "How does this person feel?", "Is this food healthy?", "What brand is this?", "Where was this photo taken?", "Who took this picture?"),
    ("What is the capital of Spain?", "Write a short story.", "How tall is Mount Everest?", "What is photosynthesis?", "Tell me something funny.", "Who discovered America?"),
)


def chat(rng, split):
    """A chat without a picture."""
    def ask(r):
        dice = r.random()
        if dice < 0.45:
            train, held, answer = r.choice(TALK)
            return Turn("talk", r.choice(held if split == "held" else train), answer)
        if dice < 0.65:
            return off_topic(split)(r)
        kind = r.choice(("describe", "detail", "read", "total", "list", "all_json", "detect", "background", "items", "highest", "read_word"))
        return Turn("no_picture", phrases.phrase(r, split, kind), NO_PICTURE)
    return Picture(None, ask, [(1, ask)])


def off_topic(split):
    def ask(rng):
        return Turn("off_topic", rng.choice(OFF_TOPIC[split == "held"]), BEYOND)
    return ask


def draw_nothing(rng, split, width, height):
    """Noise, clouds and gradients: the honest answer is that there is nothing to name."""
    source = np.random.default_rng(rng.getrandbits(32))
    grain = rng.choice((1, 2, 4, 8, 16, 32))
    pixels = source.integers(0, 256, (height // grain + 2, width // grain + 2, 3), dtype=np.uint8)
    image = Image.fromarray(pixels).resize((width, height), rng.choice((Image.Resampling.BILINEAR, Image.Resampling.BICUBIC)))
    if rng.random() < 0.3:
        image = damage.gradient(rng, width, height, tuple(pixels[0, 0]), tuple(pixels[1, 1]))
    canvas = Canvas(width, height, (0, 0, 0))
    canvas.image = damage.wear(rng, image)

    def describe(r):
        return Turn("nothing", phrases.phrase(r, split, r.choice(("describe", "detail", "list"))), NOTHING)

    def read(r):
        return Turn("nothing", phrases.phrase(r, split, r.choice(("read", "read_word", "read_number"))), "There is no text in the image.")

    def document(r):
        field = r.choice(("total", "date", "name", "phone"))
        return Turn("absent", phrases.phrase(r, split, "field", field=field), f"There is no {field} in the image.")

    return Picture(canvas, describe, [(4, describe), (2, read), (1, document), (3, no_shapes(split))])
