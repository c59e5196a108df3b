"""Pages written for these tests: plain text with its furniture, and HTML."""

from __future__ import annotations

REPUBLISHED = """Share this story

Oslo hosts second round of fishing talks with Reykjavik

By Marta Lindqvist
Published: 14 May 2019, 09:30 | Updated: 15 May 2019

OSLO, May 14 (Reuters) - Norway and Iceland opened a second round of talks on mackerel quotas on Tuesday, a day after Reykjavik recalled its chief negotiator for consultations.

Foreign Minister Per Haugen told reporters that his government "will not sign a deal that empties the sea".

Oslo hosts second round of fishing talks with Reykjavik

Norwegian Foreign Minister Per Haugen (L) greets his Icelandic counterpart in Oslo, May 14, 2019. REUTERS/Nils Berg

- "No cod war" -

Iceland's envoy said the two countries had agreed to share data on catches and to meet again in June.

See also  Faroe Islands close ports to trawlers

The European Union, which is not part of the talks, warned both sides against setting quotas on their own.

(Reporting by Marta Lindqvist; Editing by Tom Aske)

You may also like

Sweden raises defence budget
Danish pork prices fall again

Leave a Comment

Your email address will not be published. Required fields are marked *

I think that both countries should simply stop fishing there for a while, as my uncle did.

We use cookies to improve your experience. By continuing you agree to our privacy policy.
"""

HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Ministers agree to reopen the bridge at Korda | The Valley Gazette</title>
<meta property="og:title" content="Ministers agree to reopen the bridge at Korda">
<meta property="og:site_name" content="The Valley Gazette">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Ministers agree to reopen the bridge at Korda", "datePublished": "2021-03-02T18:05:00+01:00",
"author": [{"@type": "Person", "name": "Ilse Brandt"}], "publisher": {"@type": "Organization", "name": "The Valley Gazette"}}
</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Ministers agree to reopen the bridge at Korda</h1>
<figure><img src="b.jpg" alt="bridge"><figcaption>Workers clear the barrier at Korda on Monday. Photo: Ana Petri/AFP</figcaption></figure>
<p>The interior ministers of the two republics agreed on Tuesday to reopen the bridge at Korda, which has been closed to traffic
since the shelling of last autumn, and to let aid convoys pass from the end of the week.</p>
<p>"We have lost one winter and we shall not lose a second," Interior Minister Josip Maren said after four hours of talks in the
border town, his first meeting with his counterpart since the ceasefire was signed.</p>
<h2>A narrow road</h2>
<p>The United Nations mission welcomed the agreement and urged both sides to withdraw their heavy weapons from the river
valley, where three civilians were killed in February when a mine exploded under a bus.</p>
<p>Villagers on both banks said they would believe in the agreement when the first lorry had crossed.</p>
<p>Sign up for our weekly newsletter and get the news of the valley in your inbox.</p>
</article>
<aside class="related"><h3>Related</h3><p><a href="/x">Floods close the northern road</a></p></aside>
<footer><p>© 2021 The Valley Gazette. All rights reserved.</p></footer></body></html>
"""

GERMAN = (
    "Die Minister der beiden Länder haben sich am Dienstag in Wien getroffen und über die Grenze gesprochen. "
    "Nach Angaben der Regierung soll die Brücke noch in diesem Jahr wieder für den Verkehr geöffnet werden. "
    "Die Opposition kritisierte das Abkommen und forderte eine Abstimmung im Parlament."
)
