"""Names below which strangers have theirs, beside those that countries hand out by the usual second levels.

A choice of the usual ones from the public suffix list, which has ten thousand, and changes every week.
"""

from __future__ import annotations

_NAMES = """
    github.io gitlab.io bitbucket.io pages.dev workers.dev netlify.app vercel.app now.sh herokuapp.com firebaseapp.com web.app
    appspot.com run.app cloudfunctions.net azurewebsites.net azurestaticapps.net azureedge.net azurefd.net cloudapp.net
    blob.core.windows.net web.core.windows.net trafficmanager.net s3.amazonaws.com compute.amazonaws.com elasticbeanstalk.com
    amplifyapp.com cloudfront.net awsapprunner.com on.aws onrender.com fly.dev surge.sh glitch.me repl.co replit.app render.com
    deno.dev ngrok.io ngrok.app ngrok-free.app trycloudflare.com loca.lt blogspot.com wordpress.com weebly.com wixsite.com wix.com
    webflow.io notion.site jimdofree.com jimdosite.com strikingly.com squarespace.com tumblr.com carrd.co sharepoint.com
    onmicrosoft.com zendesk.com freshdesk.com atlassian.net myshopify.com readthedocs.io gitbook.io hatenablog.com hatenablog.jp
    hatenadiary.com fc2.com livedoor.blog sakura.ne.jp xsrv.jp lolipop.jp wpx.jp kagoya.net studio.site peraichi.com jimdo.com
    duckdns.org dyndns.org no-ip.org ddns.net eu.org uk.com us.com jpn.com co.com de.com cn.com in.net eu.com
    aichi.jp akita.jp aomori.jp chiba.jp ehime.jp fukui.jp fukuoka.jp fukushima.jp gifu.jp gunma.jp hiroshima.jp hokkaido.jp
    hyogo.jp ibaraki.jp ishikawa.jp iwate.jp kagawa.jp kagoshima.jp kanagawa.jp kochi.jp kumamoto.jp kyoto.jp mie.jp miyagi.jp
    miyazaki.jp nagano.jp nagasaki.jp nara.jp niigata.jp oita.jp okayama.jp okinawa.jp osaka.jp saga.jp saitama.jp shiga.jp
    shimane.jp shizuoka.jp tochigi.jp tokushima.jp tokyo.jp tottori.jp toyama.jp wakayama.jp yamagata.jp yamaguchi.jp yamanashi.jp
"""
SHARED = frozenset(_NAMES.split())
