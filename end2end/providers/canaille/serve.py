"""Canaille, an OpenID provider of other hands, on 127.0.0.1 with one person and one client, all in memory.

    python serve.py --port PORT --redirect URL --post-logout URL

Prints one line `ready http://127.0.0.1:PORT` when it answers.
"""

import argparse
import datetime
import secrets

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT = "portico"
CLIENT_SECRET = "portico-demo-secret"


def configuration(address):
    return {
        "SECRET_KEY": secrets.token_urlsafe(32),
        "SERVER_NAME": address,
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {
            "NAME": "Canaille",
            "SMTP": None,
            "JAVASCRIPT": False,
            "HTMX": False,
            "LOGGING": {"version": 1, "disable_existing_loggers": True},
        },
        "CANAILLE_OIDC": {"TRUSTED_DOMAINS": ["localhost", "127.0.0.1"]},
    }


def fill(options):
    """The person whom the tests know, and the shop as a client."""
    person = models.User(
        user_name="vera",
        given_name="Vera",
        family_name="Castell",
        formatted_name="Vera Castell",
        emails=["vera@canaille.example"],
        password="low-tide-at-dawn",
        preferred_language="en",
    )
    Backend.instance.save(person)
    shop = models.Client(
        client_id=CLIENT,
        client_secret=CLIENT_SECRET,
        client_id_issued_at=datetime.datetime.now(datetime.timezone.utc),
        client_name="Tidewater",
        client_uri=options.post_logout,
        redirect_uris=[options.redirect],
        post_logout_redirect_uris=[options.post_logout],
        grant_types=["authorization_code", "refresh_token"],
        response_types=["code"],
        scope=["openid", "profile", "email"],
        token_endpoint_auth_method="client_secret_basic",
    )
    Backend.instance.save(shop)
    shop.audience = [shop]
    Backend.instance.save(shop)


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--redirect", required=True)
    parser.add_argument("--post-logout", required=True)
    options = parser.parse_args()
    address = f"127.0.0.1:{options.port}"
    app = create_app(configuration(address))
    with app.app_context():
        fill(options)
    server = make_server("127.0.0.1", options.port, app, threaded=True, request_handler=Quiet)
    print(f"ready http://{address}", flush=True)
    server.serve_forever()


main()
