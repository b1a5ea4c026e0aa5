"""Renders chat templates as the library for which they are written does: one JSON object a line, in and out."""

import datetime
import json
import sys

import jinja2
import jinja2.ext
import jinja2.sandbox


class Generation(jinja2.ext.Extension):
    """Marks the model's own words for training; it changes nothing in the text."""

    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(["name:endgeneration"], drop_needle=True)


def refuse(message):
    raise jinja2.TemplateError(message)


environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
)
environment.filters["tojson"] = lambda value, indent=None: json.dumps(value, ensure_ascii=False, indent=indent)
environment.globals["raise_exception"] = refuse

for line in sys.stdin:
    chat = json.loads(line)
    environment.globals["strftime_now"] = datetime.date.fromisoformat(chat["date"]).strftime
    variables = {"messages": chat["messages"], "tools": None, "documents": None, "add_generation_prompt": True}
    try:
        text = environment.from_string(chat["template"]).render(**variables, **chat["namedTokens"])
        print(json.dumps({"text": text}))
    except Exception as error:
        print(json.dumps({"refused": str(error)}))
