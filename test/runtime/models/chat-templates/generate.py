"""Writes fixture.json: what transformers makes of the templates of families.py and constructs.py.

Run it with a Python that has jinja2 3.1.6 and transformers: python generate.py (add --check to compare only)
The environment is that of transformers (utils/chat_template_utils.py, `_compile_jinja_template`), taken from there.
"""

import json
import pathlib
import sys

import jinja2
import transformers
from transformers.utils import chat_template_utils

from constructs import CONSTRUCTS
from conversations import CONVERSATIONS, SPECIALS, TOOLS, VALUES
from families import FAMILIES


def render(template, conversation, variables, prompt):
    """The rendered text, or what kind of error it is: the template's own words, or the name of the exception."""
    try:
        compiled = chat_template_utils._compile_jinja_template.__wrapped__(template)
        compiled.environment.globals.pop("strftime_now")  # the renderer under test has no clock
        text = compiled.render(
            messages=conversation, tools=variables.get("tools"), documents=variables.get("documents"),
            add_generation_prompt=prompt, **SPECIALS,
            **{k: v for k, v in variables.items() if k not in ("tools", "documents")})
        return {"text": text}
    except jinja2.exceptions.TemplateError as error:
        if type(error) is jinja2.exceptions.TemplateError:
            return {"raised": str(error)}
        return {"error": type(error).__name__}
    except Exception as error:  # whatever Python raises, the template cannot be rendered
        return {"error": type(error).__name__}


def same_as_transformers(template, conversation, variables, prompt):
    """What transformers' own function makes of it."""
    try:
        rendered, _ = chat_template_utils.render_jinja_template(
            [conversation], chat_template=template, add_generation_prompt=prompt, **SPECIALS, **variables)
        return {"text": rendered[0]}
    except Exception as error:
        return None


def main():
    constructs = []
    for template in CONSTRUCTS:
        result = render(template, CONVERSATIONS["turns"], {"v": VALUES}, True)
        constructs.append({"template": template, **result})
    families = []
    for name, template in FAMILIES.items():
        cases = []
        for title, conversation in CONVERSATIONS.items():
            for prompt in (True, False):
                for extra in ({}, {"tools": TOOLS}, {"enable_thinking": False}):
                    if (extra and (title not in ("turns", "question") or not prompt)) or (
                            not prompt and title not in ("turns", "assistant last")):
                        continue
                    case = {"conversation": title, "prompt": prompt, **({"variables": extra} if extra else {})}
                    result = render(template, conversation, extra, prompt)
                    own = same_as_transformers(template, conversation, extra, prompt)
                    if "strftime_now" not in template and own is not None:
                        assert own == result, (name, title, own, result)
                    cases.append({**case, **result})
        families.append({"name": name, "template": template, "cases": cases})
    written = {
        "made by": f"jinja2 {jinja2.__version__}, settings of transformers {transformers.__version__}, "
                   f"Python {sys.version.split()[0]}",
        "specials": SPECIALS, "values": VALUES, "conversations": CONVERSATIONS,
        "constructs": constructs, "families": families,
    }
    target = pathlib.Path(__file__).parent / "fixture.json"
    line = lambda value: json.dumps(value, ensure_ascii=True)
    rows = lambda values: "[\n" + ",\n".join(map(line, values)) + "\n]"
    parts = [f"{line(key)}: {rows(value) if isinstance(value, list) else line(value)}" for key, value in written.items()]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    if "--check" in sys.argv:
        assert target.read_text() == text, "fixture.json is not what this makes"
    else:
        target.write_text(text)
    print(len(constructs), "constructs,", len(families), "families,", sum(len(f["cases"]) for f in families), "renderings")


main()
