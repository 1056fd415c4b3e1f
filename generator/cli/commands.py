"""The group of all commands, and those that only list. Each calls the library; nothing is decided here."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.build import build
from generator.cli.check import check
from generator.cli.languages import languages, translate
from generator.cli.messages import say_json, table
from generator.cli.options import TEMPLATES, examples
from generator.cli.preflight import preflight
from generator.cli.verify import verify


def _say_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Print the installed version; a checkout that was never installed has none."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"handouts {version('campus-handouts')}")
        except PackageNotFoundError:
            click.echo("handouts, from a checkout that is not installed")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    *("--version", "-V"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """One guide in; flyers, posters, handouts and booklets out.

    Without GUIDE, a command is for the guide in the working folder, or else for the built-in one,
    which sets up Microsoft Authenticator.
    """


@cli.command(epilog=examples("formats", "formats --template-dir my-templates --json"))
@TEMPLATES
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def formats(template_dir: Path | None, as_json: bool) -> None:
    """List the formats, their usual sizes and what they are for."""
    from generator.markup import list_formats

    found = list_formats(template_dir).values()
    if as_json:
        say_json(
            [
                {
                    "name": f.name,
                    "size": f.size.name,
                    "imposed": f.imposed,
                    "distance_m": f.distance or None,
                    "description": f.description,
                }
                for f in found
            ]
        )
        return
    rows = [
        (f.name, f.size.name + (", two-up" if f.imposed else ""), f"{f.distance:g} m" if f.distance else "", f.description)
        for f in found
    ]
    click.echo(table(rows, ("FORMAT", "SIZE", "SCANNED FROM", "WHAT IT IS")))


@cli.command(epilog=examples("themes", "themes --json"))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def themes(as_json: bool) -> None:
    """List the built-in themes."""
    from generator.theme import theme_names

    if as_json:
        say_json([{"name": name, "description": description} for name, description in theme_names()])
        return
    click.echo(table(theme_names(), ("THEME", "WHAT IT IS")))


@cli.command(
    short_help="Print what makes your SHELL complete.",
    epilog=examples("completion bash >> ~/.bashrc", "completion fish > ~/.config/fish/completions/handouts.fish"),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes your SHELL complete commands, formats, sizes and themes."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "handouts", "_HANDOUTS_COMPLETE").source())


cli.add_command(build)
cli.add_command(check)
cli.add_command(languages)
cli.add_command(preflight)
cli.add_command(translate)
cli.add_command(verify)
