"""More wordings, as patterns: "[a|b]" stands for a or b; {slots} are filled in by the caller.

Noun phrases and clauses are put into frames ("Tell me ...", "I want to know ..."), so that thousands of wordings come of a few lines."""
import random
import re

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
IMG = "[image|picture|photo|drawing|scene|graphic|figure]"
IN = f"[ in [the|this] {IMG}| here| in it|||]"

NOUN_FRAMES = ["[What is|What's] @?", "[Tell me|Give me|Show me|Get me|Read me] @.", "[Name|State|Report|Provide|Return|Output|Determine|Identify|Find out|Find|Look up|Read|Read out|Extract|Get|Write down] @.",
               "[I need|I want|I'd like|I am looking for|I'm interested in] @.", "[I want|I'd like|I need] to know @.", "[Can|Could|Would|Will] you [tell me|give me|find|read|state|name|look up|report] @?",
               "[Please|Kindly] [tell me|give me|find|read|state|name|report|provide|extract] @.", "@?", "@, please.", "What would you say is @?", "[Let me know|Say] @."]
CLAUSE_FRAMES = ["[Tell me|Please tell me|Let me know|Say|Explain|Find out] @.", "[Can|Could|Would] you [tell me|say|see|find out] @?", "[I want|I'd like|I need] to know @.", "[Do you know|Do you see|Any idea] @?", "I wonder @."]
WHETHER_FRAMES = ["[Tell me|Check|Find out|See|Please check|Verify|Let me know] [if|whether] @.", "[Can|Could] you [tell me|check|see|confirm] [if|whether] @?", "Is it [true|right|correct] that @?", "[Would|Do] you [say|think] that @?",
                  "[I want|I'd like|I need] to know [if|whether] @."]

# kind: direct wordings, noun phrases, clauses (what ...), statements (whether ...)
MORE = {
    "describe": ([f"What [is|can be seen|can you see|do you see|is shown|is depicted|is displayed|is visible|is going on|appears|do we see|is there to see] [in|on] [this|the|my] {IMG}?",
                  f"[Describe|Summarize|Explain|Caption|Characterize|Give a description of|Write a description of|Provide a caption for|Tell me about|Say what is in|Comment on] [this|the|my] {IMG}[| briefly| in a few words| in one sentence| shortly| for me|, please].",
                  f"[Can|Could|Would] you [describe|summarize|explain|caption|look at] [this|the|my] {IMG}[| for me| please]?", f"What [does|do] [this|the] {IMG} [show|depict|contain|display|present]?", "What do we have here?",
                  "What am I looking at?", f"What's [on|in|shown in|visible in|depicted in] [this|the|my] {IMG}?", f"[I want|I'd like|I need] a [short |brief |] description of [this|the] {IMG}.", "Describe it.", "Describe everything you see.",
                  f"What kind of {IMG} is this?", f"Here is [a|an] {IMG}. What [is in it|does it show|do you see]?"], [f"the content of [this|the] {IMG}"], [f"what is in [this|the] {IMG}", "what you see", "what you can see here", f"what [this|the] {IMG} shows"], []),
    "detail": ([f"[Describe|Explain|Give|Report] [this|the] {IMG} [in detail|in full detail|in great detail|thoroughly|with sizes and positions|precisely].",
                "[Where are the objects|Where is each object|Where is everything] and [how big are they|how large is it|what size is it]?", "[List|Name|Describe|Report|Give] [every|each] object with [its |]size[,| and] [color and |]position."],
               ["a [detailed|precise|thorough] description", "the sizes and positions of all objects", "every object with its size and its place"], [], []),
    "list": ([f"[List|Name|Enumerate|Report] [all|the|all the|every one of the] [objects|shapes|things|items]{IN}.", f"[What|Which] [objects|shapes|things|items|figures] [are there|can be seen|appear|can you see|are visible|do you recognize]{IN}?"],
             [f"a list of [all |][the |][objects|shapes|things]{IN}", f"all [objects|shapes|things]{IN}"], [f"[what|which] [objects|shapes|things] are [there|in it|visible|in the {IMG}]"], []),
    "count": ([f"How many {{things}} [are there|are shown|can be seen|are visible|can you find|can you spot|does it show|have you got|appear|are drawn]{IN}?", f"[Count|Count up|Please count] [the|all|all the] {{things}}{IN}.", "{things}: how many?"],
              [f"the [number|count|amount|total number] of {{things}}{IN}", "the {things} count"], [f"how many {{things}} there are{IN}", f"how many {{things}} you [see|can see|find]{IN}"], []),
    "colour": (["[What|Which] [color|colour] [has|does] the {shape} [have|got]?", "[What|Which] [color|colour] [is|would be] the {shape}" + IN + "?", "In [what|which] [color|colour] is the {shape} [drawn|painted|shown]?", "How is the {shape} colored?"],
               ["the [color|colour] of the {shape}" + IN, "the {shape}'s [color|colour]", "the [color|colour] that the {shape} has"], ["[what|which] [color|colour] the {shape} [is|has]"], []),
    "shape": (["[What|Which] [sort|type|kind] of [object|shape|thing|figure] is [the {colour} [one|thing|object|item|figure]|{colour}]?", "What [thing|object|shape|figure|item] is {colour}" + IN + "?", "The {colour} [object|thing|one] is what?",
               "What is the {colour} [thing|one|item|figure|shape]" + IN + "?"], ["the shape of the {colour} [object|thing|one|item|figure]", "the {colour} [object|thing|item]'s shape"], ["what the {colour} [object|thing|one|item] is", "what shape the {colour} [object|thing|one] has"], []),
    "size": (["[What|Which] size [is|does|has] {object} [|have]?", "[How big|How large|How small] is {object}" + IN + "?", "Is {object} [a small or a large one|large or small|tiny or big|small or big]?"], ["the size of {object}"], ["how [big|large] {object} is", "what size {object} has"], []),
    "largest": (["[What|Which] [object|shape|thing|one|figure] is the [largest|biggest|largest one]" + IN + "?", "Which of [the objects|the shapes|them|these] is [largest|biggest|the biggest]?"], ["the [largest|biggest] [object|shape|thing|figure]" + IN], ["which [object|shape|one] is [largest|biggest|the largest]"], []),
    "smallest": (["[What|Which] [object|shape|thing|one|figure] is the [smallest|tiniest|smallest one]" + IN + "?", "Which of [the objects|the shapes|them|these] is [smallest|the smallest]?"], ["the [smallest|tiniest] [object|shape|thing|figure]" + IN], ["which [object|shape|one] is [smallest|the smallest]"], []),
    "where": (["Where [do you see|do I see|would I find|do I find|can one find|can we see|exactly is|does one see] {object}" + IN + "?", "[In|At] [which|what] [part|corner|area|region|place] [of the " + IMG + " is|do you see|is] {object}?", "On which side is {object}?"],
              ["the [position|location|place] of {object}" + IN, "{object}'s position"], ["where {object} is", "where {object} can be [seen|found]", "where to find {object}"], []),
    "exists": (["[Can|Could] you [spot|see|recognize|make out|find] {object}" + IN + "?", "[Have you|Did you] [found|spotted|noticed|seen] {object}" + IN + "?", "Is [there {object}|{object} shown|{object} present|{object} in it|{object} to be seen|{object} drawn]" + IN + "?",
                "Does [this|the] " + IMG + " [show|have|include|contain|feature] {object}?", "Do you [find|spot|notice|recognize|have] {object}" + IN + "?", "[Could|Can] {object} be [seen|found|spotted]" + IN + "?", "Are you able to see {object}?", "Any sign of {object}?"],
               [], [], ["there is {object}" + IN, "you [see|can see] {object}" + IN, "the " + IMG + " [shows|contains|has] {object}"]),
    "left": (["[Is|Does] {first} [lie|sit|stand|appear|placed|located] [left of|to the left of|on the left of] {second}?"], [], [], ["{first} is [to the left of|left of] {second}"]),
    "right": (["[Is|Does] {first} [lie|sit|stand|appear|placed|located] [right of|to the right of|on the right of] {second}?"], [], [], ["{first} is [to the right of|right of] {second}"]),
    "above": (["[Is|Does] {first} [lie|sit|stand|appear|placed|located] [above|higher than|further up than|over] {second}?"], [], [], ["{first} is [above|higher than] {second}"]),
    "below": (["[Is|Does] {first} [lie|sit|stand|appear|placed|located] [below|lower than|further down than|under|beneath|underneath] {second}?"], [], [], ["{first} is [below|lower than|under] {second}"]),
    "relation": (["Where [is|lies|sits|do you see|does one see] {first} [relative to|compared to|seen from|with respect to|in relation to] {second}?", "On which side of {second} is {first}?"], ["the [position|place] of {first} [relative to|compared to|with respect to] {second}"], ["where {first} is relative to {second}", "how {first} is placed relative to {second}"], []),
    "leftmost": (["[What|Which] [object|shape|thing|one] is [leftmost|the leftmost|furthest left|farthest to the left|most to the left]?"], ["the [leftmost|outermost left] [object|shape|thing]", "the [object|shape|thing] [furthest to the left|on the far left|farthest left]"], ["which [object|shape] is [leftmost|furthest left]"], []),
    "rightmost": (["[What|Which] [object|shape|thing|one] is [rightmost|the rightmost|furthest right|farthest to the right|most to the right]?"], ["the [rightmost|outermost right] [object|shape|thing]", "the [object|shape|thing] [furthest to the right|on the far right|farthest right]"], ["which [object|shape] is [rightmost|furthest right]"], []),
    "background": (["[What|Which] [color|colour] [is|has|does] the background [|have]?", "On [what|which] [color|colour] [background |]are [the objects|things]?", "How is the background colored?"], ["the [color|colour] of the background", "the background [color|colour]", "the background's [color|colour]"], ["[what|which] [color|colour] the background [is|has]"], []),
    "detect": (["[Detect|Locate|Find|Box|Mark|Spot|Localize] [all|every|all the|each of the] [object|objects|shapes|things|items]" + IN + "[ and [return|output|give|report|print] [JSON|boxes|bounding boxes|bbox_2d|their boxes|the coordinates|bbox_2d and label|bounding boxes as JSON]|. Answer in JSON| in JSON format| as JSON].",
                "[Output|Return|Give me|Report|List|Print|Provide|Produce] [the |][bounding boxes|boxes|bbox_2d|box coordinates|bboxes] [of|for] [all|every|each|all the] [objects|object|shape|shapes|things]" + IN + "[| as JSON| in JSON format| in JSON].",
                "Where are all the objects? [Return|Give|Answer with] [boxes|bounding boxes|bbox_2d].", "[I need|I want] [bounding boxes|boxes|bbox_2d] [for|of] [everything|all objects|every object|all shapes].", "Object detection[| in JSON|, please]."], [], [], []),
    "locate": (["[Detect|Locate|Find|Box|Mark|Spot|Localize|Look for|Search for] [the|all|all the|every] {things}" + IN + "[| and [return|output|give|report|print] [JSON|boxes|bounding boxes|bbox_2d|their boxes|the coordinates]|. Answer in JSON| in JSON format| as JSON].",
                "[Output|Return|Give me|Report|List|Print|Provide|Show me|Produce] [the |][bounding box|bounding boxes|boxes|bbox_2d|box coordinates|bbox|bboxes] [of|for] [the|all|all the] {things}" + IN + "[| as JSON| in JSON format| in JSON].",
                "[I need|I want] [the |][bounding boxes|boxes|bbox_2d] [of|for] [the|all] {things}.", "[Could|Can] you [detect|locate|box] [the|all] {things}[| and return boxes| in JSON]?"], [], [], []),
    "point": (["[Point|Click] [to|at|on] [the|all|each of the|all the] {things}" + IN + "[| as JSON|, in JSON].", "[Output|Return|Give me|Report|List|Provide|Show me|Produce] [the |][points|point_2d|center points|centers|point coordinates|centre points] [of|for|on] [the|all|all the] {things}[| as JSON| in JSON format| in JSON].",
               "[I need|I want] [points|point_2d|a point] [on|for] [the|each of the] {things}.", "Where should I click to hit the {things}? [Give|Return] point_2d."], [], [], []),
    "read": (["[Read|Transcribe|Extract|Type|Write down|Copy|Copy out|Output|Print|Give me|Return|Spell out|OCR] [the|all|all the|any|every bit of] [text|writing|words|letters|characters]" + IN + "[| for me|, please| exactly].", "What [does|do] [it|this|the sign|the writing|the letters|the label|the text|this " + IMG + "] say?",
              "What [is|'s] [written|printed|the text|the writing]" + IN + "?", "[Can|Could|Would] you [read|transcribe|OCR|type] [this|it|the text|the writing][| out| please]?", "What [can you read|do you read|can be read|text is there|text can you see|text appears|writing do you see]" + IN + "?", "OCR[, please].", "Read it[| out| aloud]."],
             ["the text" + IN, "[all |]the writing" + IN, "the words" + IN], ["what it says", "what is written" + IN, "what the text says"], []),
    "read_word": (["[What|Which] word [is this|is shown|is written|is printed|stands here|do you see|appears|does it show]" + IN + "?", "Read [me |]the word" + IN + "."], ["the word" + IN, "the word that is [shown|written]"], ["[what|which] word [this is|is written|you see]"], []),
    "read_number": (["[What|Which] number [is this|is shown|is written|is printed|stands here|do you see|appears|does it show]" + IN + "?", "Read [me |]the number" + IN + "."], ["the number" + IN, "the number that is [shown|written]"], ["[what|which] number [this is|is written|you see]"], []),
    "read_date": (["[What|Which] date [is this|is shown|is written|is printed|stands here|do you see|appears|does it show]" + IN + "?", "Read [me |]the date" + IN + "."], ["the date" + IN], ["[what|which] date [this is|is written|you see]"], []),
    "read_code": (["[What|Which] code [is this|is shown|is written|is printed|stands here|do you see|appears|does it show]" + IN + "?", "Read [me |]the code" + IN + "."], ["the code" + IN], ["[what|which] code [this is|is written|you see]"], []),
    "read_line": (["What [does|is in|stands in|is written in|is written on|can you read in] the {nth} line?", "[Read|Transcribe|Copy|Type] [me |]the {nth} line.", "[Read|Transcribe|Copy|Type] [me |]line [number |]{n}."], ["the {nth} line[| of the text| of text]", "line [number |]{n}[| of the text]", "the text of the {nth} line"], ["what the {nth} line says", "what is in line {n}"], []),
    "text_colour": (["[What|Which] [color|colour] [is|has|does] the [text|writing|word|font|lettering] [|have|in]?", "In [what|which] [color|colour] is [it|the word|the text] [written|printed]?", "[What|Which] [color|colour] are the [letters|characters|words]?"],
                    ["the [color|colour] of the [text|letters|writing|word|font|lettering|characters]", "the [letter|font|writing] [color|colour]", "the text's [color|colour]"], ["[what|which] [color|colour] the [text|writing|word] [is|has]"], []),
    "has_word": (["[Can|Could] you [see|spot|read|make out] [the word |]\"{word}\"" + IN + "?", "[Do you see|Do you read|Do you find|Is there] [the word |]\"{word}\"" + IN + "?", "Does [the|this] [text|" + IMG + "] [say|include|contain|have] [the word |]\"{word}\"?", "Does the word \"{word}\" [appear|occur]" + IN + "?"],
                 [], [], ["the word \"{word}\" [is|appears|occurs]" + " [in the image|in the text|here]", "it says \"{word}\"", "the " + IMG + " contains [the word |]\"{word}\""]),
    "find_word": (["[Locate|Detect|Box|Mark|Find] [the word|the text] \"{word}\"[| and [return|output|give] [JSON|its box|a box|a bounding box|bbox_2d]| as JSON].", "[Output|Return|Give|Report] [the |a ][bounding box|bbox_2d|box] [of|for|around] [the word |the text |]\"{word}\"."], [], [], []),
    "find_text": (["[Detect|Locate|Spot|Box|Find] [all|the|every] [text|words|writing|lines] [and [return|output|give] [boxes|bounding boxes|JSON|bbox_2d]|in JSON|with boxes|with bounding boxes].", "[Output|Return|Give|Report] [the |][bounding boxes|boxes|bbox_2d] of [all text|the text|every word|the words|all lines][| as JSON].", "Text [spotting|detection][| in JSON]."], [], [], []),
    "text_count": (["How many words [do you see|can you read|does it have|can you count|are written]" + IN + "?"], ["the [number|count] of words" + IN], ["how many words there are"], []),
    "total": (["[How much|What] [is|was] [the bill|it in total|the total|the total price|the total cost|the sum|to be paid|to pay]?", "[What|How much] [did|does] [it|everything|all this] [cost|come to|add up to][| in total| altogether]?", "What [did they|did I|do I have to|must I|was] [pay|paid][| in total]?"],
              ["the [total|total sum|total price|total cost|grand total|sum total|amount due|final price|final total|overall total|sum][| on this receipt| of the receipt| of this purchase| on the bill]"], ["how much [it|everything] [cost|costs][| in total]", "what the total is"], []),
    "field": (["[What|Which] {field} [is written|is printed|is shown|is given|do you see|does it say|does it have|is listed|is there|stands here]" + IN + "?", "[Read|Find|Get|Look for|Look up|Extract] the {field}.", "What does [it|the document|this] [say|show|give] [as|for] [the |]{field}?"],
              ["the {field}", "the {field}", "the {field}[| on this document| on it| given here| that is shown]", "the value [of|for] [the |]{field}", "the {field} field"], ["what the {field} is", "[which|what] {field} [is given|it has|it shows]"], []),
    "fields_json": (["[Extract|Return|Give|Give me|Get|Read|Output|Provide|Produce|Write|Report|Collect|Find] {fields} [as|in] [JSON|a JSON object|JSON format|the form of JSON|json].", "[Create|Make|Build|Produce|Return|Write|Output|Give me|Prepare] [a |]JSON [object|record|document|answer] [with|containing|holding|from] [the keys|the fields|keys|fields|the values|exactly] {fields}.",
                     "JSON with {fields}[, please|].", "[I want|I need|I'd like] [JSON with|a JSON object with] {fields}.", "[Can|Could] you [extract|return|give me] {fields} [as|in] JSON?", "[Extract|Read] [the fields |]{fields}[. Answer in JSON| and answer in JSON|. Reply with JSON only|, JSON only]."], [], [], []),
    "all_json": (["[Extract|Return|Give me|Get|Output|Provide|Read|Convert|Parse|Transform|Export] [everything|all fields|all the fields|all values|the data|all the data|the content|the document|this document|this|it|all information] [as|to|into|in] [JSON|a JSON object|JSON format].", "[Can|Could] you [convert|parse|turn] this [to|into] JSON?", "JSON[, please| of everything| of this]."], [], [], []),
    "items_json": (["[Extract|Return|Give me|Get|Output|Provide|Read|List] [the|all|all the|all line] [items|line items|products|positions][| with prices| and prices| with their prices| with name and price] [as|in] [JSON|a JSON list|a JSON array|JSON format]."], [], [], []),
    "items": (["[What|Which] [items|products|things|articles|goods] [are listed|were bought|were purchased|are there|did they buy|appear][| on the receipt| here]?", "[List|Name|Read] [the|all|all the] [items|products|purchases|articles]."], ["the [items|products|list of items|purchases|bought items][| on it| on this receipt]"], ["[what|which] [items|products] [were bought|are listed]"], []),
    "item_count": (["How many [items|products|positions|articles|things] [are on it|are there|were purchased|does the receipt have|are on this receipt|did they buy]?"], ["the number of [items|products|positions|articles]"], ["how many [items|products] there are"], []),
    "price": (["[How much|What] [does|did|is|was] the {item} [cost|priced at|worth]?", "[What|How much] was [charged|the price] for the {item}?", "What's the {item} price?", "For how much was the {item} sold?"], ["the [price|cost] of the {item}", "the {item}'s price", "the amount for the {item}"], ["how much the {item} [costs|cost|is|was]", "what the {item} [costs|cost]"], []),
    "quantity": (["How many {item} [are there|are on it|did they buy|were purchased|were sold]?"], ["the [quantity|number|amount] of {item}"], ["how many {item} were bought"], []),
    "cell": (["[What|Which] {column} [does|has|is given for|is listed for|belongs to] {row} [have|]?", "[What|Which] is the {column} [in the row|in row|of|for|next to] {row}?", "For {row}, what is the {column}?", "{row}: what is the {column}?", "What does {row} have as {column}?"],
             ["the {column} [of|for|in the row|in row|from] {row}", "{row}'s {column}", "the {row} {column}", "the {column} value [of|for] {row}"], ["what {column} {row} has", "what the {column} of {row} is"], []),
    "row_count": (["How many [rows|lines|entries|records|data rows] [are in the table|does it have|are listed|can you count|has the table]?"], ["the number of [rows|entries|records][| in the table| without the header]"], ["how many [rows|entries] the table has"], []),
    "columns": (["[What|Which] [columns|headers|column headers|headings] [are there|does it have|can you see|are in the table]?", "[List|Read] the [headers|column names|headings|columns]."], ["the [column names|headers|column headers|column titles][| of the table]"], ["[what|which] columns the table has"], []),
    "title": (["[What|Which] [title|heading] [is given|does it have|is shown|do you see|is at the top]?", "[How is|What is] [it|the document|the form|the chart] [titled|called]?"], ["the [title|heading|headline][| of this| of the document| of the form| of the chart| at the top]"], ["what the [title|heading] is"], []),
    "bar": (["[What|Which|How much] is [shown|given] for {label}?", "[What|Which] [value|number|figure] [is given for|has|does the bar of|belongs to] {label} [|show|have]?", "How [tall|high|long|large] is {label}?", "{label}: [what value|how much]?"],
            ["the [value|number|figure|height] [of|for|at] [|the bar ]{label}", "{label}'s value", "the {label} value"], ["what value {label} has", "how much {label} is"], []),
    "highest": (["[What|Which] [bar|label|category|one] [is|has] [the highest|the tallest|the largest|the greatest|the most|the biggest][| value| bar| number]?", "[Where|What] is the [maximum|peak]?"], ["the [highest|largest|tallest|biggest|longest] [bar|value]", "the [maximum|peak]", "the label with the [largest|greatest|highest] value"], ["which bar is [highest|tallest|largest]", "which label has the highest value"], []),
    "lowest": (["[What|Which] [bar|label|category|one] [is|has] [the lowest|the shortest|the smallest|the least][| value| bar| number]?", "[Where|What] is the minimum?"], ["the [lowest|smallest|shortest] [bar|value]", "the minimum", "the label with the [smallest|lowest] value"], ["which bar is [lowest|shortest|smallest]", "which label has the lowest value"], []),
    "bar_count": (["How many [bars|columns|values|categories] [are shown|does it have|can you see|are in the chart|can you count]?"], ["the number of [bars|values|categories]"], ["how many bars there are"], []),
    "bar_colour": (["[What|Which] [color|colour] [has|is used for|do] the [bars|chart] [|have]?", "In [what|which] [color|colour] are the bars [drawn|shown]?"], ["the [color|colour] of the bars", "the bar [color|colour]", "the bars' [color|colour]"], ["[what|which] [color|colour] the bars [are|have]"], []),
    "bars_json": (["[Extract|Return|Give me|Get|Output|Provide|Read|Convert|Export] [the|all|all the] [values|bars|data|chart data|numbers|chart][| of the chart| of all bars] [as|to|into|in] [JSON|a JSON object|JSON format]."], [], [], []),
}


def expand(rng, pattern):
    """Replaces every [a|b|c], innermost first, by one of its options."""
    while True:
        filled = _CHOICE.sub(lambda m: rng.choice(m.group(1).split("|")), pattern)
        if filled == pattern:
            return re.sub(r" +", " ", filled).strip().replace(" ?", "?").replace(" .", ".").replace("What 's", "What's")
        pattern = filled


def more(rng, kind):
    """A wording pattern of the kind with {slots} still open."""
    direct, nouns, clauses, statements = MORE[kind]
    options = [(len(direct) and 5, direct, None), (len(nouns) and 5, nouns, NOUN_FRAMES), (len(clauses) and 2, clauses, CLAUSE_FRAMES), (len(statements) and 3, statements, WHETHER_FRAMES)]
    _, patterns, frames = rng.choices(options, [bool(w) * w for w, _, _ in options])[0]
    text = rng.choice(patterns)
    if frames:
        text = rng.choice(frames).replace("@", text)
    text = expand(rng, text)
    return text[0].upper() + text[1:] if text[0] != "{" else text


if __name__ == "__main__":
    generator = random.Random(1)
    for name in MORE:
        print(name, *(f"\n    {more(generator, name)}" for _ in range(6)))
