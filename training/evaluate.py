"""Measures the model on held-out pictures (other seeds, fonts and wordings), task by task.

usage: python evaluate.py --base-url http://127.0.0.1:8080/v1 [--model NAME] [--count 60] [--seed 2026] [--report out.json]
       python evaluate.py --torch HF_FOLDER [...]            transformers on the exported folder
       python evaluate.py --compare a.json b.json            share of equal answers of two reports

Every picture gets one first-turn question. A report holds question, right answer, the model's answer and the score of each.
"""
import argparse
import base64
import collections
import io
import json
import random
import time
import urllib.request

from mini.score import score
from mini.tasks import curriculum

# task: (task of the curriculum, kinds of question it measures)
TASKS = {
    "scene description": ("scene", {"describe"}),
    "count": ("scene", {"count"}),
    "detection": ("scene", {"detect"}),
    "attributes and relations": ("scene", {"colour", "shape", "size", "where", "relation", "exists", "largest", "smallest", "absent"}),
    "word or number": ("word", {"read"}),
    "lines of text": ("lines", {"read_lines"}),
    "receipt fields as JSON": ("receipt", {"json"}),
    "receipt fields": ("receipt", {"field"}),
    "form fields as JSON": ("form", {"json"}),
    "form fields": ("form", {"field"}),
    "table cells": ("table", {"field"}),
    "tables as JSON": ("table", {"json"}),
    "chart values": ("chart", {"field"}),
    "charts as JSON": ("chart", {"json"}),
    "not there": (None, {"absent", "no_text", "nothing"}),
    "no picture": ("talk", {"talk", "no_picture"}),
}


def cases(task, count, seed):
    """`count` pairs (picture as PIL image or None, Turn) of a task, the same for every model."""
    rng, (name, kinds) = random.Random(f"{seed}/{task}"), TASKS[task]
    made = 0
    while made < count:
        _, picture = curriculum.make(rng, "held", name or rng.choice(("scene", "receipt", "form", "table", "chart", "nothing")))
        for ask in [picture.headline] + [picture.ask] * 30:
            turn = ask(rng)
            if turn and turn.kind in kinds and not (task == "word or number" and len(turn.answer) > 12):
                yield picture.canvas and picture.canvas.image, turn
                made += 1
                break


class OverHttp:
    """A server with the OpenAI API."""

    def __init__(self, base_url, model):
        self.url, self.model = base_url.rstrip("/") + "/chat/completions", model

    def answer(self, image, question):
        content = [{"type": "text", "text": question}]
        if image:
            buffer = io.BytesIO()
            image.save(buffer, "PNG")
            content.insert(0, {"type": "image_url", "image_url": {"url": "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()}})
        body = {"model": self.model, "messages": [{"role": "user", "content": content}], "temperature": 0, "max_tokens": 320}
        request = urllib.request.Request(self.url, json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": "Bearer none"})
        with urllib.request.urlopen(request, timeout=300) as reply:
            return json.load(reply)["choices"][0]["message"]["content"]


class OverTransformers:
    """The exported Hugging Face folder."""

    def __init__(self, folder):
        import torch
        from transformers import AutoProcessor, Qwen2_5_VLForConditionalGeneration
        self.torch = torch
        self.model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        self.processor = AutoProcessor.from_pretrained(folder)

    def answer(self, image, question):
        content = [{"type": "text", "text": question}]
        if image:
            content.insert(0, {"type": "image", "image": image})
        inputs = self.processor.apply_chat_template([{"role": "user", "content": content}], tokenize=True, add_generation_prompt=True, return_dict=True, return_tensors="pt")
        with self.torch.no_grad():
            ids = self.model.generate(**inputs, max_new_tokens=320, do_sample=False)
        return self.processor.decode(ids[0][inputs["input_ids"].shape[1]:], skip_special_tokens=True)


def run(model, tasks, count, seed):
    answers, table = [], {}
    for task in tasks:
        totals, begin = collections.defaultdict(list), time.time()
        for number, (image, turn) in enumerate(cases(task, count, seed)):
            given = model.answer(image, turn.question)
            scores = score(turn, given)
            for name, value in scores.items():
                totals[name].append(value)
            answers.append({"task": task, "number": number, "question": turn.question, "right": turn.answer, "given": given, "scores": scores})
        table[task] = {name: round(sum(v) / len(v), 4) for name, v in totals.items() if v} | {"count": count, "seconds": round(time.time() - begin, 1)}
        print(f"{task:26}", json.dumps(table[task]), flush=True)
    return {"seed": seed, "tasks": table, "answers": answers}


def compare(first, second):
    with open(first, encoding="utf-8") as a, open(second, encoding="utf-8") as b:
        a, b = ({(x["task"], x["number"]): x["given"] for x in json.load(f)["answers"]} for f in (a, b))
    both = a.keys() & b.keys()
    same = sum(a[k] == b[k] for k in both)
    print(f"{same} of {len(both)} answers are equal ({100 * same / max(1, len(both)):.2f} %)")
    for k in sorted(both):
        if a[k] != b[k]:
            print(k, "\n  ", a[k], "\n  ", b[k])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--base-url")
    p.add_argument("--model", default="belvedere-mini")
    p.add_argument("--torch", metavar="HF_FOLDER")
    p.add_argument("--compare", nargs=2, metavar="REPORT")
    p.add_argument("--tasks", nargs="*", default=list(TASKS))
    p.add_argument("--count", type=int, default=60, help="pictures per task")
    p.add_argument("--seed", type=int, default=2026)
    p.add_argument("--report")
    args = p.parse_args()
    if args.compare:
        return compare(*args.compare)
    if bool(args.base_url) == bool(args.torch):
        p.error("give either --base-url or --torch")
    report = run(OverHttp(args.base_url, args.model) if args.base_url else OverTransformers(args.torch), args.tasks, args.count, args.seed)
    if args.report:
        with open(args.report, "w", encoding="utf-8") as out:
            json.dump(report, out, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
