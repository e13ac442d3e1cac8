"""Lesson 1: what you have seen of the portal, and what your browser has of it. Put your answers in place of None."""

# Sign in as Pat Olsen. What is the name of the cookie that holds the session? (Not the one called workshop.)
SESSION_COOKIE = None  # a text, such as "chocolate"

# How many characters has its value?
ID_CHARACTERS = None  # a number

# Which of these does it wear on this machine? Take the others away.
FLAGS = ["HttpOnly", "Secure", "SameSite=Lax", "SameSite=Strict"]

# You have a cookie as soon as you press Continue. Is its value another one after the sign-in?
NEW_VALUE_AT_SIGN_IN = None  # True or False

# How many of Spark's tokens has the browser?
TOKENS_IN_BROWSER = None  # a number

# What is the status of /search for somebody who has not signed in?
STATUS_OF_SEARCH = None  # a number, such as 200
