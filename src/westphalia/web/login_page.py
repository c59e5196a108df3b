"""The login page: a token for a cookie."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from westphalia.web.login import Door, posted, safe_next, set_cookie
from westphalia.web.rendering import render

router = APIRouter()


@router.get("/login", response_class=HTMLResponse)
def login(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 - the parameter's name in the address
    """The form."""
    return render(request, "login.html", next=safe_next(next), wrong=False)


@router.post("/login", response_class=HTMLResponse)
async def enter(request: Request) -> Response:
    """The cookie, where the token fits; else the form again."""
    form = posted(await request.body())
    door: Door = request.app.state.door
    where = safe_next(form.get("next", "/"))
    if not door.fits(form.get("token", "").strip()):
        return render(request, "login.html", status=403, next=where, wrong=True)
    response = RedirectResponse(where, 303)
    response.headers["Set-Cookie"] = set_cookie(door.cookie(), secure=request.url.scheme == "https")
    return response


@router.post("/logout")
def leave(request: Request) -> Response:
    """Take the cookie back."""
    response = RedirectResponse("/login", 303)
    response.headers["Set-Cookie"] = set_cookie("", secure=request.url.scheme == "https", life=0)
    return response
