"""Compares the outputs of a lesson with those of a fresh run, cell by cell; or tidies a lesson for keeping.

compare.py LESSON FRESH    prints each difference; exit status 1 if there is one
compare.py --tidy LESSON   removes what changes from run to run and says nothing: times, ids of displays
"""
import difflib
import json
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def text(value):
    return "".join(value) if isinstance(value, list) else str(value)


def outputs(cell):
    """What a reader sees of a code cell: (kind, text, formats) for each output."""
    seen = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        words = text(data.get("text/plain", data.get("text/html", output.get("text", ""))))
        seen.append((output["output_type"], words, sorted(data)))
    return seen


def compare(lesson, fresh):
    differences = []
    codes = [[c for c in book["cells"] if c["cell_type"] == "code"] for book in (lesson, fresh)]
    for number, (kept, new) in enumerate(zip(*codes), 1):
        if any(o["output_type"] == "error" for o in new["outputs"]):
            differences.append(f"cell {number}: an error")
        elif outputs(kept) != outputs(new):
            lines = [repr(outputs(c)).split("\\n") for c in (kept, new)]
            changes = difflib.unified_diff(*lines, "kept", "fresh", lineterm="", n=0)
            differences.append(f"cell {number}: the outputs differ\n" + "\n".join(changes))
    if not any(outputs(c) for c in codes[1]):
        differences.append("no cell has an output")
    return differences


def tidy(path):
    lesson = read(path)
    for cell in lesson["cells"]:
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            output["metadata"] = {}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(lesson, file, ensure_ascii=False, indent=1)
        file.write("\n")


if sys.argv[1] == "--tidy":
    tidy(sys.argv[2])
else:
    found = compare(read(sys.argv[1]), read(sys.argv[2]))
    for difference in found:
        print(difference)
    sys.exit(1 if found else 0)
