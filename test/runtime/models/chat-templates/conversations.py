"""What the templates are rendered with."""

CONVERSATIONS = {
    "question": [{"role": "user", "content": "Would you help a friend?"}],
    "system": [
        {"role": "system", "content": " You are kind.\n"},
        {"role": "user", "content": "  Hi there!  "},
    ],
    "turns": [
        {"role": "system", "content": "Réponds 😀 \"court\".\r\n"},
        {"role": "user", "content": "One\n\n  two {{ 1 + 1 }} {% if %}"},
        {"role": "assistant", "content": "<think>\nhm 'so'\n</think>\n\nYes.  "},
        {"role": "user", "content": "\u00a0Warum\u2028nicht? \u3000"},
    ],
    "assistant last": [
        {"role": "user", "content": "Is it so?"},
        {"role": "assistant", "content": "Yes, that is so"},
    ],
    "odd order": [
        {"role": "assistant", "content": "I begin."},
        {"role": "user", "content": ""},
        {"role": "user", "content": "Twice"},
    ],
}

VALUES = {
    "int": 42,
    "float": 2.5,
    "text": "é \"quoted\" <b> & 'single' 😀\n",
    "true": True,
    "none": None,
    "list": [1, "two", [3.25, None], {"k": False}],
    "dict": {"zeta": 1, "alpha": [], "inner": {"deep": "value"}, "empty": {}},
}

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "Says the weather at a place, e.g. \"Zürich\".",
            "parameters": {
                "type": "object",
                "properties": {
                    "place": {"type": "string", "description": "where", "enum": ["Zürich", "Bern"]},
                    "days": {"type": "integer", "default": 1},
                },
                "required": ["place"],
            },
        },
    }
]

SPECIALS = {"bos_token": "<s>", "eos_token": "</s>"}
