"""The names that the link policy knows: of hosts, and of parameters (in lower case, without hyphens, underscores and dots)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Top-level names that the public internet does not have (RFC 2606, 6761, 6762, 7686, 8375, 9476, ICANN), or that routers use.
RESERVED = _words("""
    test example invalid localhost local localdomain internal intranet private corp home lan arpa onion alt
""")

# Short links and services that pass readers on: what stands behind them can be changed after printing.
SHORTENERS = _words("""
    bit.ly bitly.com j.mp tinyurl.com t.co goo.gl g.co ow.ly is.gd v.gd buff.ly rebrand.ly rb.gy cutt.ly shorturl.at
    shorturl.asia tiny.cc tiny.one t.ly s.id lnkd.in db.tt fb.me youtu.be amzn.to amzn.asia x.gd ux.nu qr.ae adf.ly bl.ink
    soo.gd clck.ru vk.cc t.me lin.ee forms.gle onl.la onl.bz onl.sc onl.tw qr.paps.jp qr1.be qrco.de qrto.org me-qr.com q-r.to
    linktr.ee lit.link dub.sh short.io short.gy snip.ly trib.al wp.me dlvr.it page.link app.link 1drv.ms u.to urlz.fr kutt.it
    zpr.io l.facebook.com l.instagram.com urldefense.com urldefense.proofpoint.com linkprotect.cudasvc.com
    safelinks.protection.outlook.com
    w.wiki han.gl naver.me me2.do me2.kr kko.to url.kr buly.kr vo.la bit.do bitly.ws cutt.us tr.im mcaf.ee po.st hubs.ly hubs.la
    surl.li urlr.me goo.su l1nq.com lnk.to lnk.bio linkin.bio bio.link beacons.ai tny.im tinyl.io shorte.st ouo.io bc.vc t2m.io
    rebrandly.com y2u.be spoti.fi apple.co g.page a.co yhoo.it nyti.ms git.io dub.co x.co n9.cl zws.im p.tl urx.nu urx2.nu ift.tt
    00m.in dwz.cn suo.im url.cn t.cn b23.tv reurl.cc lihi.cc ppt.cc pse.is psee.io qr.codes qrcodes.pro scan.page qr.link qrcc.me
    flowcode.com flow.page scnv.io away.vk.com out.reddit.com slack-redir.net href.li anonym.to t.umblr.com lm.facebook.com
    l.messenger.com
""")

# Services that show pages of others under their own name.
WRAPPERS = _words("""
    web.archive.org archive.is archive.ph archive.today archive.vn archive.li archive.md archive.fo webcache.googleusercontent.com
    translate.goog translate.google.com translate.google.co.jp translate.yandex.com translatetheweb.com microsofttranslator.com
    papago.naver.net ampproject.org ampproject.net googleweblight.com 12ft.io megalodon.jp web-beta.archive.org
""")

PASSING_ON = SHORTENERS | WRAPPERS

REDIRECTS = _words("""
    url uri u next redir return returnto returnurl returnuri returnpath rurl retrurl backurl continue continueurl goto dest
    destination forward forwardurl targeturl callback callbackurl wreply relaystate
""")
SECRETS = _words("""
    code token auth authorization key apikey accesskey secret password passwd passphrase pwd pass pw pin otp totp mfacode
    ticket session sessionid sid phpsessid jsessionid sig signature sas hmac assertion samlrequest samlresponse nonce jwt
""")
PERSONS = _words("""
    upn email emailaddress mail mailaddress loginhint domainhint username user userid uid login account accountid phone tel
    mobile firstname lastname fullname birthday dob student studentid staffid employeeid memberid personid
""")
TRACKERS = _words("""
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid igsh mccid mceid mkttok ga gl hsenc hsmi ref
    refsrc source si spm scid ocid wtmcid cmpid icid trk trkcampaign veroid
""")
