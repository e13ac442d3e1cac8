"""Saved searches: read, run, save, rename and delete them."""

from flask import Blueprint

from . import change, every, gone, run, save

bp = Blueprint("searches", __name__)
bp.add_url_rule("/searches", view_func=every.show)
bp.add_url_rule("/searches", view_func=save.create, methods=["POST"])
bp.add_url_rule("/searches/<search_id>", view_func=run.run)
bp.add_url_rule("/searches/<search_id>/rename", view_func=change.rename, methods=["GET", "POST"])
bp.add_url_rule("/searches/<search_id>/delete", view_func=change.delete, methods=["GET", "POST"])
bp.register_error_handler(gone.NoSearch, gone.page)
