"""Lesson 1: what you have seen of the portal, and what your browser has of it."""

# Sign in as Pat Olsen. What is the name of the cookie that holds the session? (Not the one called workshop.)
SESSION_COOKIE = "portal_session"

# How many characters has its value?
ID_CHARACTERS = 43

# Which of these does it wear on this machine?
FLAGS = ["HttpOnly", "SameSite=Lax"]

# You have a cookie as soon as you press Continue. Is its value another one after the sign-in?
NEW_VALUE_AT_SIGN_IN = True

# How many of Spark's tokens has the browser?
TOKENS_IN_BROWSER = 0

# What is the status of /search for somebody who has not signed in?
STATUS_OF_SEARCH = 302
