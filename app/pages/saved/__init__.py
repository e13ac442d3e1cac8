"""GET and POST /saved: the consumer's carts, and what they put into them or take out."""

from flask import Blueprint

from . import keep, show

bp = Blueprint("saved", __name__)
bp.add_url_rule("/saved", view_func=show.show)
bp.add_url_rule("/saved", view_func=keep.keep, methods=["POST"])
bp.app_context_processor(keep.around)
