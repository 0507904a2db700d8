from tests.journeys.test_weight import *
from tests.support.browser import open_page
from tests.factories.fixtures import closed
def test_x(browser, live_server):
    wire = Wire()
    with open_page(browser, live_server, device_scale_factor=2) as page:
        d = page.context.new_cdp_session(page); d.send("Network.enable")
        d.on("Network.responseReceived", wire.response); d.on("Network.dataReceived", wire.data); d.on("Network.loadingFinished", wire.finished)
        page.goto(VIEWS[2][0], wait_until="networkidle")
        seen=set(page.evaluate(IN_VIEW))
        page.screenshot(path="/tmp/w.png")
    for n,u in wire.urls.items(): print(u in seen, wire.body.get(n), u)
    assert 0
