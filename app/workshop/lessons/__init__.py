"""`flask workshop`: prepare an exercise, say what it still lacks, put its solution in place."""

from __future__ import annotations

import click

from . import book, check, exercise

PEN = "Open exercises/lesson_{0}/{1}, then see what is missing: flask workshop check {0}"
INDENT = " " * 8


@click.group("workshop")
def command() -> None:
    """The lessons of docs/workshop: prepare an exercise, check it, solve it."""


@command.command("lessons")
def contents() -> None:
    """List the lessons."""
    for lesson in book.lessons():
        click.echo(f"{lesson.number}  {lesson.title}  (docs/workshop/{lesson.page.name})")


@command.command("lesson")
@click.argument("number", type=int, required=False)
@click.option("--again", is_flag=True, help="Begin anew; what you have is moved aside.")
@click.pass_context
def prepare(context: click.Context, number: int | None, again: bool) -> None:
    """Prepare the exercise of a lesson in exercises/."""
    if number is None:
        context.invoke(contents)
        return
    lesson = book.lesson(number)
    _say_moved(exercise.prepare(lesson, again))
    click.echo(f"Lesson {number}: {lesson.title}\n\n{lesson.goal}\n")
    click.echo(PEN.format(number, exercise.first_file(lesson)))


@command.command("check")
@click.argument("number", type=int)
@click.pass_context
def checked(context: click.Context, number: int) -> None:
    """Say what is still missing, and end with 1; or that it is done."""
    lesson = book.lesson(number)
    findings = check.run(lesson)
    for finding in findings:
        click.echo(f"  {'open' if finding.missing else 'done'}  {finding.sentence}")
        if finding.missing:
            click.echo(click.wrap_text(finding.missing, 100, INDENT, INDENT, preserve_paragraphs=True))
    lacking = sum(1 for finding in findings if finding.missing)
    click.echo(f"{lacking} of {len(findings)} are open." if lacking else f"Lesson {number} is done.")
    context.exit(1 if lacking else 0)


@command.command("solve")
@click.argument("number", type=int)
def solved(number: int) -> None:
    """Put the solution in place of your work, which is moved aside."""
    lesson = book.lesson(number)
    _say_moved(exercise.solve(lesson))
    click.echo(f"The solution of lesson {number} is in place. Read it, then: flask workshop check {number}")


def _say_moved(aside: str | None) -> None:
    if aside:
        click.echo(f"What you had is in {aside} now.")
