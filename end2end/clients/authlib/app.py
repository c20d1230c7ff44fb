"""An application on 127.0.0.1 whose people sign in at the shop: Flask, with PyPI's Authlib.

    python app.py --port PORT --issuer URL --client-id ID --client-secret SECRET

Prints one line `ready http://127.0.0.1:PORT` when it answers. What it keeps is in memory.

`/` tells in JSON who is signed in; `/login`, `/refresh` and `/logout` do what they say and lead there.
"""

import argparse
import os
import secrets

# The shop of a test is at http://localhost.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for
from werkzeug.serving import WSGIRequestHandler, make_server

SCOPE = "openid profile email offline_access"


def application(options):
    app = Flask(__name__)
    app.secret_key = secrets.token_urlsafe(32)
    # Tokens, by what stands in the cookie.
    signed_in = {}
    shop = OAuth(app).register(
        "shop",
        client_id=options.client_id,
        client_secret=options.client_secret,
        server_metadata_url=f"{options.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
    )

    @app.get("/")
    def home():
        token = signed_in.get(session.get("key"))
        if not token:
            return {}
        return {
            "claims": token["userinfo"],
            "userinfo": shop.userinfo(token=token),
            "access_token": token["access_token"],
            "refresh_token": token["refresh_token"],
        }

    @app.get("/login")
    def login():
        return shop.authorize_redirect(url_for("callback", _external=True))

    @app.get("/callback")
    def callback():
        try:
            token = shop.authorize_access_token()
        except OAuthError as error:
            return {"error": error.error}
        session["key"] = secrets.token_urlsafe(16)
        signed_in[session["key"]] = token
        return redirect("/")

    @app.get("/refresh")
    def refresh():
        token = signed_in[session["key"]]
        token |= shop.fetch_access_token(grant_type="refresh_token", refresh_token=token["refresh_token"])
        return redirect("/")

    @app.get("/logout")
    def logout():
        token = signed_in.pop(session.pop("key"))
        return shop.logout_redirect(url_for("bye", _external=True), id_token_hint=token["id_token"])

    @app.get("/bye")
    def bye():
        shop.validate_logout_response()
        return redirect("/")

    return app


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    for name in ["--issuer", "--client-id", "--client-secret"]:
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    server = make_server("127.0.0.1", options.port, application(options), threaded=True, request_handler=Quiet)
    print(f"ready http://127.0.0.1:{options.port}", flush=True)
    server.serve_forever()


main()
