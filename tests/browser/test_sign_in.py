"""The ways in: each endpoint, the card of an agent, a link to one home, two tabs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import HOME, allow, at, choose_agents, choose_portal, press, sign_in, sign_out, titled


def test_a_consumer_of_several_agents_chooses_one(page: Page) -> None:
    page.goto("/")
    choose_agents(page)
    press(page, "Sam Rivera")
    press(page, "Marcus Webb")
    press(page, "Allow")
    at(page, "/home")
    titled(page, "Good to see you, Sam")
    expect(page.get_by_role("banner")).to_contain_text("Marcus Webb")


def test_the_link_on_an_agents_card_leads_to_their_portal(page: Page) -> None:
    page.goto("/p/danalee")
    expect(page.get_by_label("Portal name or link")).to_have_value("danalee")
    expect(page.get_by_role("radio", name="I have my agent’s portal")).to_be_checked()
    press(page, "Continue to 127.0.0.1")
    expect(page).to_have_url(re.compile("/auth/vow/danalee"))
    allow(page)
    at(page, "/home")


def test_a_link_to_one_home_is_kept_through_sign_in(page: Page) -> None:
    page.goto(HOME)
    expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()
    choose_portal(page)
    allow(page)
    at(page, HOME)


def test_a_wrong_portal_name_is_told_where_the_eyes_and_the_focus_are(page: Page) -> None:
    page.goto("/")
    choose_portal(page, "Dana’s portal")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    field = page.get_by_label("Portal name or link")
    expect(field).to_have_value("Dana’s portal")
    expect(field).to_have_accessible_description(re.compile("That is no portal’s name or link."))
    summary.get_by_role("link").click()
    expect(field).to_be_focused()


def test_the_portal_field_shows_only_where_it_is_asked_for(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_label("Portal name or link")).to_be_hidden()
    page.locator("label", has_text="I have my agent’s portal").click()
    expect(page.get_by_label("Portal name or link")).to_be_visible()


def test_two_tabs_that_sign_in_at_once_both_come_home(page: Page) -> None:
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        tab.goto("/")
        choose_portal(tab)
    for tab in tabs:
        press(tab, "Pat Olsen")
    for tab in tabs:
        press(tab, "Allow")
        at(tab, "/home")
    for tab in tabs:
        tab.reload()
        titled(tab, "Good to see you, Pat")


def test_signing_out_in_one_tab_signs_out_the_other(page: Page) -> None:
    sign_in(page)
    other = page.context.new_page()
    other.goto("/search")
    sign_out(page)
    other.locator(".card h3 a").first.click()
    expect(other.get_by_text("Please sign in to carry on.")).to_be_visible()
