"""The room that templates run in: Jinja's immutable sandbox, with a bound on all that a template can make grow.

Jinja's own sandbox keeps a template from what it is not given; it stops neither an endless loop nor an expression that
eats all memory. Here each turn of a loop, each call and each character made is counted, by filters that are put into the
template's tree; operators and filters refuse what is larger than any page. Jinja's lines stay what they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from functools import wraps
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.lexer import TokenStream
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from mise_en_page.model import limits
from mise_en_page.model.message import Message, key, say


class Excess(Exception):
    """A template makes more than a page can hold: ``said`` of what."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Sandbox(ImmutableSandboxedEnvironment):
    """``begin`` is called for each page: nothing is counted then, and the page's own filters take their places."""

    intercepted_binops = frozenset(("*", "**", "+", "%", "//", "/"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.begin()
        self.filters = {name: self._bounded(name, filter_) for name, filter_ in self.filters.items()} | {
            "box": self._box,
            "_each": self._each, "_part": self._part, "_made": self._made, "_spent": self._spent,
        }  # fmt: skip
        self.globals["range"] = self._range
        # They make text of their own or hold state between pages; no page needs them.
        for name in ("lipsum", "cycler", "joiner"):
            self.globals.pop(name, None)

    def begin(self, **own: Callable[..., Any]) -> None:
        self._steps = 0
        self._text = 0
        self._work = 0
        self._own = own

    def _box(self, *args: Any, **kwargs: Any) -> Any:
        return self._own["box"](*args, **kwargs)

    # ——— counting ———

    def step(self, number: int = 1) -> None:
        self._steps += number
        if self._steps > limits.TEMPLATE_STEPS:
            raise Excess(say("excess/steps", most=limits.TEMPLATE_STEPS))

    def made(self, characters: int) -> None:
        self._text += characters
        if self._text > limits.TEMPLATE_TEXT:
            raise Excess(say("excess/page", most=limits.TEMPLATE_TEXT))

    def checked(self, value: Any) -> Any:
        """A value that was made, if it is no larger than a page can use, and all of them not more than one can need."""
        if isinstance(value, str | list | tuple | dict):
            self.worked(len(value))
        return _checked(value)

    def worked(self, size: int) -> None:
        """So many characters and items were made or looked at."""
        self._work += size
        if self._work > limits.TEMPLATE_WORK:
            raise Excess(say("excess/work", most=limits.TEMPLATE_WORK))

    @staticmethod
    @pass_context
    def _each(context: Any, items: Iterable[Any], text: int) -> Any:
        """What a loop goes over; ``text``: the characters that stand in its body."""
        environment: Sandbox = context.environment
        if isinstance(items, Undefined):
            return items  # tells what is not known

        def each() -> Iterator[Any]:
            for item in items:
                environment.step()
                environment.made(text)
                yield item

        return _Sized(each(), len(items)) if isinstance(items, Sized) else each()

    @staticmethod
    @pass_context
    def _made(context: Any, value: Any) -> Any:
        """What is printed, or joined to something."""
        environment: Sandbox = context.environment
        if isinstance(value, str):
            environment.made(len(value))
            if " at 0x" in value and _OBJECT.search(value):
                raise Excess(say("excess/python"))
        elif not isinstance(value, int | float | Undefined | None) and not hasattr(value, "__html__"):
            if isinstance(value, list | tuple | dict):
                raise Excess(say("excess/list"))
            raise Excess(say("excess/thing", kind=type(value).__name__))
        return value

    @staticmethod
    @pass_context
    def _part(context: Any, value: Any) -> Any:
        """A part of a value: a copy."""
        environment: Sandbox = context.environment
        return environment.checked(value)

    @staticmethod
    @pass_context
    def _spent(context: Any, text: int) -> str:
        """A macro begins; ``text`` as for loops."""
        environment: Sandbox = context.environment
        environment.step()
        environment.made(text)
        return ""

    def _range(self, *bounds: int) -> range:
        asked = range(*bounds)
        if len(asked) > limits.TEMPLATE_STEPS:
            asks = ", ".join(map(str, bounds))[:150]
            raise Excess(say("excess/range", bounds=asks, most=limits.TEMPLATE_STEPS))
        return asked

    # ——— what is refused before it is made ———

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        self.step()
        for value in (*args, *kwargs.values()):
            _argument(value)
            if isinstance(value, str):
                self.step(len(value) // 100)
            elif hasattr(value, "__len__"):
                self.step(len(value))
                self._measured(value)
        method = getattr(__obj, "__wrapped__", __obj)
        receiver = getattr(method, "__self__", None)
        name = getattr(method, "__name__", "")
        if isinstance(receiver, str | list | tuple | dict):
            _product(receiver, (*args, *kwargs.values()))
        if isinstance(receiver, str) and name in ("format", "format_map"):
            _widths(receiver, _BRACED)
        return self.checked(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if isinstance(one, int) and hasattr(other, "__len__"):
                    _no_more(len(other) * max(0, one), limits.TEMPLATE_ITEMS, key("excess/joined"))
        elif operator == "+" and hasattr(left, "__len__") and hasattr(right, "__len__"):
            _no_more(len(left) + len(right), limits.TEMPLATE_ITEMS, key("excess/joined"))
        elif operator == "**":
            # A real power of a real number has so many bits, or is refused by Python itself.
            if not isinstance(right, int | float) or abs(right) > limits.TEMPLATE_BITS:
                raise Excess(say("excess/power"))
            _no_more(_bits(left) * abs(right), limits.TEMPLATE_BITS, key("excess/bits"))
        elif operator == "%" and isinstance(left, str):
            self._measured(right)
            _formatted(left, right)
        if operator in "*+" and isinstance(left, int) and isinstance(right, int):
            _no_more(_bits(left) + _bits(right), limits.TEMPLATE_BITS, key("excess/bits"))
        return self.checked(super().call_binop(context, operator, left, right))

    def _measured(self, value: Any) -> None:
        size = _measure(value)
        self.worked(size)
        _no_more(size, limits.TEMPLATE_TEXT - 1, key("excess/characters"))

    def _bounded(self, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose numbers and whose value are bounded."""

        @wraps(filter_)
        def bounded(*args: Any, **kwargs: Any) -> Any:
            self.step()
            given = [value for value in args if not isinstance(value, Context | EvalContext | Environment)]
            for value in (*given[1:], *kwargs.values()):
                _argument(value)
            for value in given:
                if isinstance(value, list | tuple | dict):
                    self._measured(value)
            if given:
                _product(given[0], (*given[1:], *kwargs.values()))
                if name == "format" and isinstance(given[0], str):
                    _formatted(given[0], (*given[1:], *kwargs.values()))
            return self.checked(filter_(*args, **kwargs))

        return bounded

    # ——— the template's tree ———

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = _filtered("_each", loop.iter, nodes.Const(_text_in(loop.body), lineno=loop.lineno))
        macros: list[Any] = [*tree.find_all(nodes.Macro), *tree.find_all(nodes.CallBlock)]
        for macro in macros:
            spent = _filtered("_spent", nodes.Const(_text_in(macro.body), lineno=macro.lineno))
            macro.body.insert(0, nodes.Output([spent], lineno=macro.lineno))
        for node in list(tree.find_all(nodes.Node)):
            for held in node.fields:
                setattr(node, held, _counted_parts(getattr(node, held)))
        outputs: list[Any] = [*tree.find_all(nodes.Output), *tree.find_all(nodes.Concat)]
        for output in outputs:
            output.nodes = [one if isinstance(one, nodes.TemplateData) else _filtered("_made", one) for one in output.nodes]
        tree.set_environment(self)
        return tree

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        tokens = _not_too_deep(self.lexer.tokeniter(source, name, filename, state), name, filename)
        return TokenStream(self.lexer.wrap(tokens, name, filename), name, filename)


def _not_too_deep(
    tokens: Iterable[tuple[int, str, str]], name: str | None, filename: str | None
) -> Iterator[tuple[int, str, str]]:
    """The tokens. Raises TemplateSyntaxError where something stands in too many others: parsing it would not end well."""
    depth = signs = branches = 0
    opened = False
    for token in tokens:
        line, kind, value = token
        if kind == "whitespace":
            pass
        elif kind in ("block_begin", "variable_begin"):
            opened, signs = kind == "block_begin", 0
        else:
            signs += 1
            if kind == "name" and opened:
                opened = False
                depth += -1 if value.startswith("end") else value in _OPENING
                branches = branches + 1 if value == "elif" else 0
            elif kind == "operator":
                depth += 1 if value in "([{" else -1 if value in ")]}" else 0
            if depth > limits.TEMPLATE_DEPTH or branches > limits.TEMPLATE_SIGNS:
                raise _unread(say("template/depth", most=limits.TEMPLATE_DEPTH), line, name, filename)
            if signs > limits.TEMPLATE_SIGNS:
                raise _unread(say("template/signs", most=limits.TEMPLATE_SIGNS), line, name, filename)
        yield token


def _unread(said: Message, line: int, name: str | None, filename: str | None) -> TemplateSyntaxError:
    """Jinja's own fault with words of ours, which it hands on as they are."""
    return TemplateSyntaxError(said, line, name, filename)  # type: ignore[arg-type]


_OBJECT = re.compile(r"<[^<>]* at 0x[0-9a-f]+>|&lt;[^<>]* at 0x[0-9a-f]+&gt;")
_OPENING = frozenset(("for", "if", "macro", "call", "filter", "set", "block", "with", "autoescape"))


class _Sized:
    """An iterator that knows how long it is, as loops like to (``loop.length``, ``loop.last``)."""

    def __init__(self, items: Iterator[Any], length: int) -> None:
        self._items, self._length = items, length

    def __iter__(self) -> Iterator[Any]:
        return self._items

    def __len__(self) -> int:
        return self._length


def _filtered(name: str, node: Any, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


def _counted_parts(held: Any) -> Any:
    """What a node holds, with the parts that are cut of values (``a[1:]``) counted."""
    if isinstance(held, list):
        return [_counted_parts(each) for each in held]
    if isinstance(held, nodes.Getitem) and isinstance(held.arg, nodes.Slice):
        return _filtered("_part", held)
    return held


def _text_in(body: list[Any]) -> int:
    """The characters that stand in some nodes, whatever they hold."""
    return sum(
        len(data.data) for node in body for data in ((node,) if isinstance(node, nodes.TemplateData) else node.find_all(
            nodes.TemplateData))
    )  # fmt: skip


def _bits(value: Any) -> float:
    return value.bit_length() if isinstance(value, int) else 64


def _no_more(size: float, most: int, words: str) -> None:
    if size > most:
        raise Excess(say(words, most=most))


def _argument(value: Any) -> None:
    """A number that is given to a function or a filter is a width, a count or a place: none is so large."""
    if isinstance(value, int) and abs(value) > limits.TEMPLATE_STEPS:
        if abs(value) < 10**15:
            raise Excess(say("excess/number", number=value, most=limits.TEMPLATE_STEPS))
        raise Excess(say("excess/many-digits", most=limits.TEMPLATE_STEPS))


def _checked(value: Any) -> Any:
    """A value that was made, if it is no larger than a page can use."""
    if isinstance(value, str) and len(value) > limits.TEMPLATE_TEXT:
        raise Excess(say("excess/characters", most=limits.TEMPLATE_TEXT))
    if isinstance(value, list | tuple | dict) and len(value) > limits.TEMPLATE_ITEMS:
        raise Excess(say("excess/items", most=limits.TEMPLATE_ITEMS))
    if isinstance(value, int) and value.bit_length() > limits.TEMPLATE_BITS:
        raise Excess(say("excess/digits"))
    return value


def _measure(value: Any) -> int:
    """How much a value prints, roughly; lists within lists are followed, and end when they are too many."""
    size = 0
    waiting = [value]
    while waiting:
        one = waiting.pop()
        size += len(one) + 2 if isinstance(one, str) else 2
        if isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        if size > limits.TEMPLATE_TEXT:
            break
    return size


def _product(receiver: Any, arguments: Sequence[Any]) -> None:
    """What is put in for each sign or item of a value may be as large as the largest argument."""
    size = len(receiver) if isinstance(receiver, Sized) and not isinstance(receiver, Undefined) else 1
    size = max(size, _measure(receiver)) if isinstance(receiver, list | tuple | dict) else size
    each = [abs(value) if isinstance(value, int) else _measure(value) for value in arguments]
    _no_more((size + 1) * max(each, default=1), limits.TEMPLATE_WORK, key("excess/characters"))


def _formatted(form: str, values: Any) -> None:
    """``form % values``: the widths that it writes, and those that it takes from the values."""
    stars = form.count("*")
    taken = [value for value in (values if isinstance(values, tuple | list) else (values,)) if isinstance(value, int)]
    for value in taken if stars else ():
        _argument(value)
    _widths(form, _PERCENT, stars * max(map(abs, taken), default=0))


def _widths(form: str, pattern: re.Pattern[str], more: int = 0) -> None:
    asked = [digits for match in pattern.finditer(form) for digits in re.findall(r"[0-9]+", match[1])]
    if any(len(digits) > 9 for digits in asked) or sum(map(int, asked)) + more > limits.TEMPLATE_TEXT:
        raise Excess(say("excess/format", most=limits.TEMPLATE_TEXT))


#: What stands between the sign of a value and its kind: flags, width and precision.
_PERCENT = re.compile(r"%(?:\([^)]*\))?([-+ #0-9.*]*)")
#: After the colon of a replacement field, whatever fields stand in it.
_BRACED = re.compile(r"[:!]([^{}]*)")


__all__ = ["Excess", "Sandbox", "SecurityError"]
