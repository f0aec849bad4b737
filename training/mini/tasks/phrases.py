"""Questions in many wordings. Each entry: wordings for training, wordings kept for evaluation."""
from .wordings import MORE, more

PHRASES = {
    "describe": ([
        "What's in this image?", "What is in this image?", "What's in this picture?", "What is in the picture?", "Describe this image.",
        "Describe the image.", "Describe this picture.", "What do you see?", "What can you see in this image?", "What does this image show?",
        "What is shown in this image?", "What does the picture show?", "Tell me what is in the image.", "Describe what you see.",
        "Give a short description of this image.", "Summarize this image.", "What is this?", "Caption this image.", "What's in the photo?",
        "Can you describe this image?", "Explain what is shown here.", "Look at the picture. What is there?", "What is this image about?",
        "Write a caption.", "Please describe the content of the image.", "Describe this image in one sentence.", "What's this?",
    ], ["What is visible in this picture?", "Tell me what you see in the image.", "Can you tell me what this image shows?",
        "Give me a description of the picture.", "What's shown here?"]),
    "detail": ([
        "Describe this image in detail.", "Describe the image in detail.", "Give a detailed description.", "Describe every object with its size and position.",
        "What objects are there and where are they?", "Describe the objects, their sizes and positions.", "Tell me about each object in the image.",
        "List all objects with size, color and position.", "Describe this picture in detail, with positions.",
    ], ["Give me a detailed description of the picture.", "Describe each object, its size and where it is."]),
    "list": ([
        "List the objects in the image.", "Which objects are in the image?", "What objects do you see?", "Name all the objects.", "What shapes are there?",
        "Which shapes can you see?", "List all shapes.", "Name the shapes in this picture.",
    ], ["Which objects can you see here?", "List everything in the picture."]),
    "count": ([
        "How many {things} are there?", "How many {things} are in the image?", "How many {things} do you see?", "Count the {things}.",
        "What is the number of {things}?", "How many {things} does the picture show?", "Tell me the number of {things}.", "How many {things} can you count?",
        "Number of {things}?", "How many {things} are there in this picture?",
    ], ["Please count the {things} in this picture.", "How many {things} are visible?"]),
    "colour": ([
        "What color is the {shape}?", "What colour is the {shape}?", "Which color does the {shape} have?", "What is the color of the {shape}?",
        "Tell me the color of the {shape}.", "The {shape} is what color?",
    ], ["Which color is the {shape}?", "Name the color of the {shape}."]),
    "shape": ([
        "What shape is the {colour} object?", "What is the {colour} object?", "What is the shape of the {colour} object?", "Which object is {colour}?",
        "What is {colour} in this image?", "Name the {colour} object.", "Which shape is {colour}?",
    ], ["What kind of shape is the {colour} one?", "Tell me the shape of the {colour} object."]),
    "size": ([
        "What size is {object}?", "How big is {object}?", "Is {object} small or large?", "How large is {object}?",
    ], ["Is {object} big or small?", "Tell me the size of {object}."]),
    "largest": ([
        "Which object is the largest?", "What is the largest object?", "What is the biggest object?", "Which shape is the biggest?", "Name the largest object.",
    ], ["Tell me which object is the biggest."]),
    "smallest": ([
        "Which object is the smallest?", "What is the smallest object?", "Which shape is the smallest?", "Name the smallest object.",
    ], ["Tell me which object is the smallest."]),
    "where": ([
        "Where is {object}?", "Where in the image is {object}?", "What is the position of {object}?", "In which part of the image is {object}?",
        "Tell me where {object} is.", "Whereabouts is {object}?",
    ], ["Where can I find {object}?", "In what part of the picture is {object}?"]),
    "exists": ([
        "Is there {object}?", "Is there {object} in the image?", "Do you see {object}?", "Can you see {object}?", "Does the image contain {object}?",
        "Is {object} in this picture?", "Does the picture show {object}?", "Is {object} visible?",
    ], ["Can you find {object} in the picture?", "Is {object} there?"]),
    "left": (["Is {first} to the left of {second}?", "Is {first} left of {second}?", "Is {first} on the left side of {second}?"],
             ["Does {first} lie to the left of {second}?"]),
    "right": (["Is {first} to the right of {second}?", "Is {first} right of {second}?", "Is {first} on the right side of {second}?"],
              ["Does {first} lie to the right of {second}?"]),
    "above": (["Is {first} above {second}?", "Is {first} higher than {second}?", "Is {first} over {second}?"], ["Does {first} lie above {second}?"]),
    "below": (["Is {first} below {second}?", "Is {first} lower than {second}?", "Is {first} under {second}?"], ["Does {first} lie below {second}?"]),
    "relation": (["Where is {first} relative to {second}?", "How is {first} placed relative to {second}?", "What is the position of {first} relative to {second}?"],
                 ["Where does {first} lie compared with {second}?"]),
    "leftmost": (["Which object is furthest to the left?", "What is the leftmost object?", "Which object is on the far left?"], ["Name the object furthest left."]),
    "rightmost": (["Which object is furthest to the right?", "What is the rightmost object?", "Which object is on the far right?"], ["Name the object furthest right."]),
    "background": (["What color is the background?", "What is the background color?", "Which color does the background have?", "Describe the background."],
                   ["Tell me the color of the background."]),
    "detect": ([
        "Detect all objects.", "Detect all objects and return JSON.", "Locate all objects in the image.", "Find all objects and give their bounding boxes.",
        "Give the bounding boxes of all objects.", "Output the bounding boxes of all objects as JSON.", "Detect every object in the image and report the bounding boxes in JSON format.",
        "Find every shape. Return a list with bbox_2d and label.", "Locate every object and output its bbox coordinates in JSON format.", "Return bounding boxes for everything you see.",
    ], ["Give me bounding boxes for all the objects in JSON.", "Detect everything in this picture and return bbox_2d and label."]),
    "locate": ([
        "Locate the {things}.", "Detect the {things}.", "Find the {things}.", "Give the bounding box of the {things}.", "Find all {things} and return bounding boxes.",
        "Detect all {things} in the image.", "Locate all {things} and output their bbox coordinates in JSON format.", "Where are the {things}? Answer with JSON bounding boxes.",
        "Output the bounding boxes of the {things} as JSON.", "Return the bbox_2d of the {things}.", "Draw a box around the {things}.",
        "Locate the {things}, output the bbox coordinates using JSON format.",
    ], ["Give me the bounding boxes of the {things} in JSON.", "Locate every one of the {things} and return bbox_2d."]),
    "point": ([
        "Point to the {things}.", "Point at the {things}.", "Where are the {things}? Answer with points.", "Give the center points of the {things}.",
        "Output the point coordinates of the {things} in JSON format.", "Return a point_2d for the {things}.", "Click on the {things}.",
    ], ["Show me the {things} with points in JSON.", "Give me the point_2d of the {things}."]),
    "read": ([
        "What does it say?", "Read the text.", "What is written here?", "What text is in the image?", "Read the text in the image.", "What is the text?",
        "Transcribe the text.", "Transcribe this image.", "OCR this image.", "What does the text say?", "Extract the text.", "Read all the text in this image.",
        "Which text do you see?", "What is written in the picture?", "Please read this.", "Output all the text.", "Type out the text.",
    ], ["What does the image say?", "Can you read the text for me?", "Extract all text from the picture."]),
    "read_word": (["What word is shown?", "Which word is this?", "What word is written here?", "Read the word.", "What is the word in the image?", "Which word do you see?"],
                  ["Tell me the word.", "What word can you read?"]),
    "read_number": (["What number is shown?", "Which number is this?", "What number is written here?", "Read the number.", "What is the number in the image?"],
                    ["Tell me the number.", "What number can you read?"]),
    "read_date": (["What date is shown?", "Which date is this?", "Read the date.", "What is the date in the image?", "What date is written here?"], ["Tell me the date.", "What date can you read?"]),
    "read_code": (["What code is shown?", "Read the code.", "What is the code?", "Which code is written here?"], ["Tell me the code.", "What code can you read?"]),
    "read_line": (["What does the {nth} line say?", "Read the {nth} line.", "What is written in the {nth} line?", "Read line {n}.", "What does line {n} say?"],
                  ["Tell me what is in the {nth} line.", "What is on line {n}?"]),
    "text_colour": (["What color is the text?", "Which color is the text?", "In what color is the text written?", "What is the color of the letters?"], ["Tell me the text color."]),
    "has_word": (["Does the image contain the word \"{word}\"?", "Is the word \"{word}\" in the image?", "Does it say \"{word}\"?", "Is \"{word}\" written here?"],
                 ["Can you find the word \"{word}\" in this picture?"]),
    "find_word": (["Locate the text \"{word}\".", "Find the word \"{word}\" and give its bounding box.", "Where is \"{word}\"? Return a bounding box.", "Detect the word \"{word}\"."],
                  ["Give me the bounding box of \"{word}\"."]),
    "find_text": (["Detect all text and return bounding boxes.", "Locate all text in the image.", "Spot all the text in the image with JSON boxes.", "Find all words and give bounding boxes."],
                  ["Give me the bounding boxes of all words."]),
    "text_count": (["How many words are there?", "How many words are in the image?", "Count the words."], ["What is the number of words?"]),
    # documents
    "total": (["What is the total?", "How much is the total?", "What's the total amount?", "What is the total amount?", "How much was paid in total?", "Total?",
               "What is the total on this receipt?", "How much does it cost in total?", "What is the final amount?", "What's the total?", "Read the total."],
              ["Tell me the total amount.", "How much is it altogether?", "What total does it show?"]),
    "field": (["What is the {field}?", "What's the {field}?", "Read the {field}.", "What {field} is given?", "Which {field} is shown?", "Give me the {field}.",
               "Extract the {field}.", "What does it say for {field}?", "{field}?", "Tell me the {field}."],
              ["Which {field} can you read?", "Please find the {field}."]),
    "fields_json": (["Extract {fields} as JSON.", "Return {fields} as JSON.", "Give {fields} as a JSON object.", "Extract the following fields as JSON: {fields}.",
                     "Return a JSON object with the keys {fields}.", "Output JSON with {fields}.", "Read {fields} and answer in JSON.", "I need {fields} as JSON.",
                     "Extract these fields: {fields}. Answer with JSON."],
                    ["Fill a JSON object with the keys {fields}.", "Give me {fields} in JSON format."]),
    "all_json": (["Extract all fields as JSON.", "Return all fields as JSON.", "Convert this to JSON.", "Extract the data as JSON.", "Read everything and return JSON.",
                  "Output the content as JSON.", "Extract all information as a JSON object.", "Parse this document into JSON."],
                 ["Turn this into JSON.", "Give me all the data as JSON."]),
    "items_json": (["List the items as JSON.", "Extract the items as JSON.", "Return the line items as a JSON list.", "Give all items with their prices as JSON.",
                    "Output the items and prices as JSON.", "Extract the line items with name and price as JSON."],
                   ["Give me the line items in JSON.", "Turn the items into a JSON list."]),
    "items": (["Which items are on the receipt?", "What items were bought?", "List the items.", "What was bought?", "Which products are listed?"], ["Tell me the items on the receipt."]),
    "item_count": (["How many items are on the receipt?", "How many items were bought?", "Count the items.", "How many different items are listed?"], ["What is the number of items on it?"]),
    "price": (["How much is the {item}?", "What does the {item} cost?", "What is the price of the {item}?", "How much did the {item} cost?", "Price of the {item}?",
               "How much was the {item}?"], ["Tell me the price of the {item}.", "What was paid for the {item}?"]),
    "quantity": (["How many of {item} were bought?", "What is the quantity of {item}?", "How many {item}?"], ["Tell me the quantity of {item}."]),
    "cell": (["What is the {column} of {row}?", "What is the {column} for {row}?", "What {column} does {row} have?", "Read the {column} in the row {row}.",
              "In the row {row}, what is the {column}?", "Give me the {column} of {row}.", "{column} of {row}?"],
             ["Which {column} belongs to {row}?", "Look up the {column} for {row}."]),
    "row_count": (["How many rows does the table have?", "How many rows are there?", "Count the rows, without the header.", "How many entries does the table have?"], ["Tell me the number of rows."]),
    "columns": (["Which columns does the table have?", "What are the column names?", "List the columns.", "What are the headers?"], ["Name the columns of the table."]),
    "title": (["What is the title?", "What is the title of the document?", "What is the heading?", "What's the title?"], ["Tell me the title."]),
    "bar": (["What is the value for {label}?", "What value does {label} have?", "How high is the bar {label}?", "What is the value of {label}?", "How much is {label}?", "Read the value of {label}."],
            ["Which value does the bar {label} show?", "Tell me the value of {label}."]),
    "highest": (["Which bar is the highest?", "Which label has the highest value?", "What is the largest value?", "Which is the tallest bar?", "What has the highest value?"], ["Name the bar with the highest value."]),
    "lowest": (["Which bar is the lowest?", "Which label has the lowest value?", "What is the smallest value?", "Which is the shortest bar?"], ["Name the bar with the lowest value."]),
    "bar_count": (["How many bars are there?", "How many bars does the chart have?", "Count the bars."], ["What is the number of bars?"]),
    "bar_colour": (["What color are the bars?", "Which color do the bars have?", "What is the color of the bars?"], ["Tell me the color of the bars."]),
    "bars_json": (["Extract the data as JSON.", "Return the chart as JSON.", "Give the values as a JSON object.", "Convert the chart to JSON.", "Read all bars and return JSON."],
                  ["Turn the chart into JSON.", "Give me the values of all bars as JSON."]),
}

SHORT = {   # demands for the bare value
    "count": [" Answer with a number.", " Just the number.", " Answer with the number only.", " Reply with a single number.", " Number only.", " Give only a number.", " A single number, please.", " Respond with a number."],
    "word": [" Answer with one word.", " One word only.", " Answer in one word.", " Use one word.", " A single word, please.", " Respond with one word.", " Just one word."],
    "yes": [" Answer yes or no.", " Yes or no?", " Answer with yes or no only.", " Just yes or no.", " Respond with yes or no.", " Only yes or no, please."],
    "value": [" Answer with the value only.", " Just the value.", " Reply with the value only.", " Only the value, please.", " Value only.", " Respond with the value alone.", " No sentence, just the value.", " Output the value and nothing else."],
    "name": [" Answer briefly.", " Short answer.", " Keep it short."],
}
SHORT_HELD = {"count": [" Reply with just a number."], "word": [" Reply in one word."], "yes": [" Reply yes or no."], "value": [" Give only the value."],
              "name": [" Answer in a few words."]}
_PREFIXES = ["Please ", "Can you ", "Hey, ", "Hi! ", "Now ", "Look at the image. ", "Question: "]


def _plain(text):
    return "".join(c for c in text.lower() if c.isalnum() or c in "{} ")


_HELD = {_plain(text) for _, held in PHRASES.values() for text in held}


def phrase(rng, split, kind, **slots):
    """A wording of the question kind, with the slots filled in, sometimes typed carelessly."""
    if split == "held":
        return rng.choice(PHRASES[kind][1]).format(**slots)
    text = more(rng, kind) if kind in MORE and rng.random() < 0.6 else rng.choice(PHRASES[kind][0])
    if _plain(text) in _HELD:           # wordings of the evaluation stay out of training, however they come about
        text = rng.choice(PHRASES[kind][0])
    text = text.format(**slots)
    text = text[:1].upper() + text[1:]
    dice = rng.random()
    if dice > 0.2:
        return text
    if dice < 0.06:
        return text[0].lower() + text[1:]
    if dice < 0.10:
        return (text[0].lower() + text[1:]).rstrip("?.")
    if dice < 0.12:
        return text.rstrip("?.")
    prefix = rng.choice(_PREFIXES)
    starts_with_verb = text.split(" ")[0] not in ("What", "What's", "How", "Which", "Is", "Does", "Do", "Can", "Where", "In", "The", "Number", "Total?", "I")
    if prefix in ("Please ", "Can you "):
        return prefix + text[0].lower() + text[1:] if starts_with_verb else text
    return prefix + (text if prefix[-2] in ".!:" else text[0].lower() + text[1:])


def brevity(rng, split, style):
    """A demand for a short answer, to be appended to a question."""
    return rng.choice((SHORT_HELD if split == "held" else SHORT)[style])
