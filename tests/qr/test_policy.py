"""The link policy: every refusal and warning by its rule, at its place, and no way round it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from building import GUIDE, write_guide
from generator.errors import Diagnostic, InvalidInput, Place
from generator.guide import Guide, Text, load_guide
from generator.jobs import load_guides
from generator.qr.policy import LinkPolicy, judge, judge_guide, judge_profile, policy_of
from generator.theme import load_theme
from looking import some

HOST = "mysignins.microsoft.com"
GIVEN = LinkPolicy((HOST, "*.kyushu-u.ac.jp", "example.org"), given=True)
OWN = LinkPolicy((HOST,), given=False)


def rules(url: str, policy: LinkPolicy = GIVEN, use: Any = "code", severity: str = "error") -> list[str]:
    return [found.rule for found in judge(url, policy, use=use) if found.severity == severity]


@pytest.mark.parametrize(
    "url",
    [
        "https://mysignins.microsoft.com/security-info",
        "https://mysignins.microsoft.com",
        "https://www.kyushu-u.ac.jp/f/1234/map.pdf",
        "https://a.b.c.kyushu-u.ac.jp/?page=3&lang=en-GB",
        "https://example.org/~user/a_b-c.d/(e)/%E6%97%A5?q=a%20b",
        "https://example.org/search?tags[]=one",
    ],
)
@pytest.mark.parametrize("use", ["code", "link"])
def test_a_sound_address_passes_without_a_word(url: str, use: Any) -> None:
    assert judge(url, GIVEN, use=use) == []


REFUSED = [
    ("", "link-empty"),
    ("https://example.org/" + "a" * 2000, "link-too-long"),
    ("http://example.org/", "link-insecure"),
    ("HTTPS://example.org/", "link-scheme-case"),
    ("hTTps://example.org/", "link-scheme-case"),
    ("ftp://example.org/", "link-scheme"),
    ("javascript:alert(1)", "link-scheme"),
    ("example.org/page", "link-scheme"),
    ("//example.org/page", "link-scheme"),
    ("https:/example.org/", "link-scheme"),
    ("https:///example.org/", "link-no-host"),
    ("https://?q", "link-no-host"),
    ("https://example.org/a\tb", "link-control"),
    ("https://exam\nple.org/", "link-control"),
    ("https://example.org\x00/", "link-control"),
    ("https://exam\u200bple.org/", "link-control"),
    ("https://example.org/\ud800", "link-control"),
    ("https://example.org/a b", "link-space"),
    (" https://example.org/", "link-space"),
    ("https://example.org/ ", "link-space"),
    ("https://example.org/\u202egro.live", "link-direction"),
    ("https://example.org/\u2066x", "link-direction"),
    ("https://ехample.org/", "link-non-ascii"),  # the first two letters are Cyrillic
    ("https://example.org/日本", "link-non-ascii"),
    ("https://example。org/", "link-non-ascii"),
    ("https://example.org\\@evil.com/", "link-backslash"),
    ("https://example.org/<b>", "link-character"),
    ("https://example.org@evil.com/", "link-userinfo"),
    ("https://user:secret@example.org/", "link-userinfo"),
    ("https://192.0.2.1/", "link-ip"),
    ("https://3221225985/", "link-ip"),
    ("https://0xC0000201/", "link-ip"),
    ("https://0xc0.0.2.1/", "link-ip"),
    ("https://0300.0.2.1/", "link-ip"),
    ("https://192.0.513/", "link-ip"),
    ("https://[2001:db8::1]/", "link-ip"),
    ("https://example.org:8443/", "link-port"),
    ("https://example.org:443/", "link-port"),
    ("https://example.org:/", "link-port"),
    ("https://example.org./", "link-trailing-dot"),
    ("https://ex%61mple.org/", "link-host-escape"),
    ("https://Example.org/", "link-host-case"),
    ("https://xn--exmple-cua.org/", "link-punycode"),
    ("https://www.xn--exmple-cua.org/", "link-punycode"),
    ("https://intranet-server/", "link-single-label"),
    ("https://example/", "link-reserved-name"),
    ("https://www.example.test/", "link-reserved-name"),
    ("https://vpn.example/", "link-reserved-name"),
    ("https://a.invalid/", "link-reserved-name"),
    ("https://localhost/", "link-reserved-name"),
    ("https://printer.local/", "link-reserved-name"),
    ("https://router.home.arpa/", "link-reserved-name"),
    ("https://ex_ample.org/", "link-host-form"),
    ("https://-example.org/", "link-host-form"),
    ("https://example..org/", "link-host-form"),
    ("https://" + "a" * 64 + ".org/", "link-host-form"),
    ("https://kyushu-u.ac.jp/", "link-host"),  # *.name is what is below it
    ("https://evilkyushu-u.ac.jp/", "link-host"),
    ("https://www.example.org/", "link-host"),
    ("https://bit.ly/3abc", "link-shortener"),
    ("https://t.co/3abc", "link-shortener"),
    ("https://campus.page.link/x", "link-shortener"),
    ("https://eur03.safelinks.protection.outlook.com/x", "link-shortener"),
    ("https://w.wiki/3abc", "link-shortener"),
    ("https://han.gl/3abc", "link-shortener"),
    ("https://web.archive.org/web/2024/example.org", "link-wrapper"),
    ("https://www-example-org.translate.goog/page", "link-wrapper"),
    ("https://example-org.cdn.ampproject.org/c/s/example.org/", "link-wrapper"),
    ("https://www.google.com/amp/s/example.org/page", "link-redirect"),
    ("https://example.org/go?url=x", "link-redirect"),
    ("https://example.org/go?u=x", "link-redirect"),
    ("https://example.org/go?Next=/x", "link-redirect"),
    ("https://example.org/go?redirect_uri=x", "link-redirect"),
    ("https://example.org/go?return-to=x", "link-redirect"),
    ("https://example.org/go?%72edirect=x", "link-redirect"),
    ("https://example.org/go?a=1&x=https://evil.com", "link-redirect"),
    ("https://example.org/go?x=https%3A%2F%2Fevil.com", "link-redirect"),
    ("https://example.org/go?x=https%253A%252F%252Fevil.com", "link-redirect"),
    ("https://example.org/go?x=//evil.com", "link-redirect"),
    ("https://example.org/go?x=evil.com/login", "link-redirect"),
    ("https://example.org/go?x=aHR0cHM6Ly9ldmlsLmNvbQ", "link-redirect"),
    ("https://example.org/go?https://evil.com", "link-redirect"),
    ("https://example.org/go;u=x", "link-redirect"),
    ("https://example.org/https://evil.com", "link-redirect"),
    ("https://example.org//evil.com", "link-redirect"),
    ("https://example.org/#/go?next=x", "link-redirect"),
    ("https://example.org/?token=1", "link-secret"),
    ("https://example.org/?code=1", "link-secret"),
    ("https://example.org/?access_token=1", "link-secret"),
    ("https://example.org/#access_token=1", "link-secret"),
    ("https://example.org/page;jsessionid=1", "link-secret"),
    ("https://example.org/?upn=x", "link-person"),
    ("https://example.org/?email=x", "link-person"),
    ("https://example.org/?login_hint=x", "link-person"),
    ("https://example.org/?x=me@kyushu-u.ac.jp", "link-person"),
    ("https://example.org/?x=me%40kyushu-u.ac.jp", "link-person"),
    ("https://example.org/mail/me@kyushu-u.ac.jp", "link-person"),
    ("https://example.org/100%", "link-escape"),
    ("https://example.org/%zz", "link-escape"),
    ("https://example.org/%00", "link-escape"),
    ("https://example.org/%0d%0aSet-Cookie", "link-escape"),
    ("https://example.org/%6cogin", "link-escape"),
    ("https://example.org/%5cevil", "link-escape"),
    ("https://example.org/%E6%97", "link-escape"),
    ("https://example.org/a/../b", "link-dot-segment"),
    ("https://example.org/./b", "link-dot-segment"),
    ("https://example.org/a/..", "link-dot-segment"),
    ("https://example.org/a/%2e%2e/b", "link-dot-segment"),
    ("https://example.org/a%2f..%2fb", "link-dot-segment"),
    ("https://example.org/?" + "&".join(f"a{i}=1" for i in range(60)), "link-parameters"),
]


@pytest.mark.parametrize(("url", "rule"), REFUSED)
@pytest.mark.parametrize("use", ["code", "link"])
def test_refused_as_a_code_and_as_a_link(url: str, rule: str, use: Any) -> None:
    found = judge(url, GIVEN, use=use)
    assert rule in [one.rule for one in found if one.severity == "error"]
    assert all(one.message and one.help.endswith((".", "?")) for one in found)


WARNED = [
    ("https://example.org/?utm_source=poster", "link-tracking"),
    ("https://example.org/?a=1&fbclid=x", "link-tracking"),
    ("https://example.org/?mc_cid=x", "link-tracking"),
    ("https://example.org/page#top", "link-fragment"),
    ("https://example.org/#", "link-fragment"),
    ("https://example.org/" + "a" * 43, "link-long"),
]


@pytest.mark.parametrize(("url", "rule"), WARNED)
def test_warned_about(url: str, rule: str) -> None:
    assert rules(url) == []
    assert rules(url, severity="warning") == [rule]


def test_sixty_two_bytes_fit_and_a_link_is_not_measured() -> None:
    assert judge("https://example.org/" + "a" * 42, GIVEN, use="code") == []
    assert judge("https://example.org/" + "a" * 43, GIVEN, use="link") == []


def test_microsofts_own_short_links_are_warned_about_where_they_are_allowed() -> None:
    url = "https://aka.ms/mfasetup"
    assert rules(url) == ["link-host"]
    assert rules(url, LinkPolicy(("aka.ms",), True)) == []
    assert rules(url, LinkPolicy(("aka.ms",), True), severity="warning") == ["link-aka-ms"]


def test_a_shortener_is_refused_even_where_it_is_allowed() -> None:
    assert rules("https://bit.ly/x", LinkPolicy(("bit.ly",), True)) == ["link-shortener"]


@pytest.mark.parametrize(
    ("host", "original"),
    [
        ("mysignins.rnicrosoft.com", HOST),
        ("mysignins.micr0soft.com", HOST),
        ("mysignins.mlcrosoft.com", HOST),
        ("mysignins.micorsoft.com", HOST),
        ("mysignins.micro-soft.com", HOST),
        ("mysignins.microsoft.co", HOST),
        ("mysignins-microsoft.com", HOST),
        ("mysignins.microsoft.com.login.net", HOST),
        ("kyushuu.ac.jp", "kyushu-u.ac.jp"),
        ("kyushu-u.jp", "kyushu-u.ac.jp"),
        ("www.kyushu-u.ac.jp.evil.com", "kyushu-u.ac.jp"),
    ],
)
def test_look_alikes(host: str, original: str) -> None:
    found = {one.rule: one for one in judge(f"https://{host}/", GIVEN, use="code")}
    assert found["link-host"].severity == "error"
    assert found["link-look-alike"].severity == "warning"
    assert original in found["link-look-alike"].message


@pytest.mark.parametrize("host", ["www.osaka-u.ac.jp", "kyushu-u.ac.jp", "kyutech.ac.jp", "account.microsoft.com", "www.w3.org"])
def test_neighbours_and_the_same_owner_are_no_look_alikes(host: str) -> None:
    assert rules(f"https://{host}/") == ["link-host"]
    assert rules(f"https://{host}/", severity="warning") == []


def test_another_host_is_refused_for_a_code_and_warned_about_in_a_text_without_a_list() -> None:
    url = "https://www.w3.org/"
    assert rules(url, OWN, "code") == ["link-host"]
    assert rules(url, OWN, "link") == []
    assert rules(url, OWN, "link", "warning") == ["link-host"]
    assert rules(url, GIVEN, "link") == ["link-host"]


def test_that_a_star_is_not_the_name_itself_is_said() -> None:
    (found,) = judge("https://kyushu-u.ac.jp/", GIVEN, use="code")
    assert "not the name itself" in found.help


def test_errors_come_before_warnings() -> None:
    found = judge("https://elsewhere.org/?utm_source=x&token=y#z", GIVEN, use="code")
    assert [one.rule for one in found] == ["link-host", "link-secret", "link-tracking", "link-fragment"]


def test_the_place_is_the_part_that_is_wrong(tmp_path: Path) -> None:
    text = GUIDE.replace("https://example.org/wifi", "https://example.org/wifi?a=1&token=x")
    guide = load_guide(write_guide(tmp_path, text))
    (found,) = judge_guide(guide, policy_of((), guide))
    assert underlined(found) == "token=x"
    assert judge("http://a.org/", OWN, use="link", place=Place("f", 3))[0].place == Place("f", 3)
    assert judge(Text("http://a.org/"), OWN, use="link")[0].place is None


def underlined(found: Diagnostic) -> str:
    assert found.place is not None
    start = found.place.column - 1
    return found.place.source[start : start + found.place.width]


def guide_with(tmp_path: Path, *changes: tuple[str, str]) -> Guide:
    text = GUIDE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_guide(write_guide(tmp_path, text))


def test_every_link_in_a_guide_is_judged_at_its_place(tmp_path: Path) -> None:
    guide = guide_with(
        tmp_path,
        ("Close the page., short", "'See [the FAQ](https://bit.ly/1), **[the FAQ](https://bit.ly/1)** and {link}.', short"),
        ("answer: Wait.", 'answer: "Look at [W3C](https://www.w3.org/)."'),
        ("email: help@example.org", "email: help@example.org, url: help.example.net/?token=1"),
    )
    found = judge_guide(guide, policy_of((), guide))
    assert [(one.rule, one.severity) for one in found] == [
        ("link-shortener", "error"),
        ("link-shortener", "error"),
        ("link-host", "warning"),
        ("link-secret", "error"),
        ("link-host", "warning"),
        ("link-look-alike", "warning"),
    ]
    assert [underlined(one) for one in found[:4]] == [
        *("https://bit.ly/1", "https://bit.ly/1", "https://www.w3.org/", "help.example.net/?token=1"),
    ]
    first, second = found[0].place, found[1].place
    assert first and second and first.column < second.column


def test_a_list_binds_the_guides_own_link_too(tmp_path: Path) -> None:
    guide = guide_with(tmp_path)
    assert judge_guide(guide, policy_of((), guide)) == []
    assert [one.rule for one in judge_guide(guide, policy_of(("*.kyushu-u.ac.jp",), guide))] == ["link-host"]
    assert judge_guide(guide, policy_of(("example.org",), guide)) == []


def test_a_profiles_links_are_judged_too(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        '[organisation]\nname = "The [Library](https://tinyurl.com/x)"\n[contact]\nurl = "http://example.org/help"\n'
        '[links]\nallow_hosts = ["example.org"]\n'
    )
    theme = load_theme([path])
    found = judge_profile(theme, policy_of(theme.allow_hosts, guide_with(tmp_path / "guide")))
    assert [(one.rule, one.place.line if one.place else 0) for one in found] == [("link-shortener", 2), ("link-insecure", 4)]


@pytest.mark.parametrize("hosts", [(), (HOST,), ("*.microsoft.com",)])
def test_the_built_in_guide_passes_without_a_word(hosts: tuple[str, ...]) -> None:
    for guide in some(load_guides(None).values()):
        assert judge_guide(guide, policy_of(hosts, guide)) == []


def words_of(folder: Path, words: str) -> list[Diagnostic]:
    """What is said of a step's text."""
    guide = load_guide(write_guide(folder, GUIDE.replace("Close the page., short", f"'{words}', short")))
    return judge_guide(guide, policy_of((), guide))


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "JavaScript:void(0)", " data:text/html,x", "file:///etc/passwd", "vbscript:x"]
)
def test_what_would_act_is_refused_in_a_text(tmp_path: Path, target: str) -> None:
    (found,) = words_of(tmp_path, f"See [this page]({target}).")
    assert (found.rule, found.severity) == ("link-scheme", "error")
    assert found.place is not None and found.place.width == len(target)


@pytest.mark.parametrize(
    ("target", "way_out"),
    [
        ("mailto:help@example.org", "Write the e-mail address itself."),
        ("tel:+81-92-000-0000", "Write the number itself"),
        ("ftp://example.org/", "Only https addresses"),
        ("www.example.org/page", "Write the address in full"),
        ("example.org/page", "Write the address in full"),
        ("//example.org/", "Write the address in full"),
        ("https://example.org/a page", "Write the address in full"),
        (" https://example.org/", "Write the address in full"),
        ("HTTPS://example.org/", "Write the address in full"),
    ],
)
def test_what_is_no_link_in_a_text_is_told(tmp_path: Path, target: str, way_out: str) -> None:
    (found,) = words_of(tmp_path, f"See [this page]({target}).")
    assert (found.rule, found.severity) == ("link-scheme", "warning")
    assert way_out in found.help


@pytest.mark.parametrize(
    "words", ["Press [Enter](the large key).", "[1](see step 2)", "a[0](x)", "[page](https://example.org/a_(b))"]
)
def test_brackets_that_are_no_failed_links(tmp_path: Path, words: str) -> None:
    assert words_of(tmp_path, words) == []


@pytest.mark.parametrize("url", [" https://example.org/wifi", "https://example.org/wifi ", "https://example.org/wifi\\n"])
def test_white_space_that_quotes_keep_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput, match="no spaces and no invisible characters") as caught:
        load_guide(write_guide(tmp_path, GUIDE.replace("https://example.org/wifi", url)))
    assert caught.value.problems[0].place is not None
