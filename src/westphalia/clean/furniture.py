"""Word lists of page furniture: what a page says about itself, not about the news.

Patterns match `Line.low`: lower case, straight quotes, single spaces, no bullets. They are anchored
or short, without nested repetition, so that hostile text cannot make them slow. Each rule's name is
the reason stored with the block.

Three reaches:
    whole   the line is nothing else (counts, arrows and punctuation around it aside)
    start   the line begins so; a long sentence needs a second sign (see `furniture_words`) to fall
    inside  no reporter writes this; the line is furniture wherever it stands

and three effects on the lines that follow:
    none    only this line
    list    headlines of other stories may follow
    end     the article is over: comments, the author's box, the site's footer
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Effect = Literal["none", "list", "end"]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: re.Pattern[str]
    effect: Effect = "none"


def _rule(name: str, phrases: str, effect: Effect = "none") -> Rule:
    return Rule(name, re.compile(f"(?:{phrases})"), effect)


_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|reddit|pinterest|email|e-mail|mail|"
    r"viber|messenger|youtube|tumblr|line|flipboard|threads|bluesky|mastodon|sms|print|copy link|link|"
    r"tiktok|google(?:\+| plus| news)?|rss|pocket|vk|weibo|wechat|skype|digg|stumbleupon|delicious)"
)

WHOLE: tuple[Rule, ...] = (
    # sharing: buttons below or beside the text
    _rule(
        "share line",
        rf"(?:share|tweet|pin|post|like|email|e-mail|print|save|bookmark|copy(?: link)?|link copied|"
        rf"copied|send|whatsapp|facebook|twitter|telegram|linkedin|reddit|pinterest|instagram|youtube|"
        rf"flipboard|messenger|x|rss)(?: (?:this|it|on|via|to|with|a|page|article|story|post|friend|link|"
        rf"us|{_NETWORK}))*",
    ),
    _rule(
        "share line",
        r"spread the (?:love|word|news)|sharing is caring|share (?:options|buttons|tools)|(?:total |"
        r"\d+ )?shares?|like this|loading|liked? (?:by|it)?|gift this article|save for later|"
        r"add to (?:favou?rites|reading list)",
    ),
    _rule("share line", rf"(?:share )?(?:{_NETWORK}[ ,/|]*){{2,12}}"),
    # advertising
    _rule(
        "advertisement",
        r"ad|ads|advert|advertise?ments?|advertise?ment - scroll to continue|- advertise?ment -|"
        r"story continues below(?: this)?(?: advertise?ment)?|article continues (?:below|"
        r"after)(?: (?:this )?(?:ad|advertise?ment))?|sponsored(?: content| links?)?|promoted(?: content|"
        r" stories)?|paid (?:content|post)|advertiser content|around the web|from the web|ad choices|"
        r"adchoices|recommended by (?:outbrain|taboola)|continue reading(?: (?:the main story|below|"
        r"more))?|report this ad|remove ads|scroll (?:down )?to continue(?: reading)?|"
        r"skip ad(?:vertise?ment)?s?|a message from .{2,30}",
    ),
    # other stories
    _rule(
        "list of other stories",
        r"you (?:may|might|could|can|'ll|will) (?:also |probably )?(?:like|love|enjoy|read|"
        r"be interested in|want to (?:read|see))(?: (?:this|these|also))?|related(?: (?:articles?|posts?|"
        r"stor(?:y|ies)|news|topics?|content|links?|reading|coverage|items|videos?|to this(?: (?:topic|"
        r"story))?))?|(?:most|more|popular|trending|latest|top|recent|recommended|featured|must|what to|"
        r"don't|editor'?s?'?|our|today'?s|best|breaking|also)(?: (?:read|reads|viewed|popular|watched|"
        r"shared|commented|discussed|recent|news|now|stor(?:y|ies)|posts?|articles?|headlines?|topics?|"
        r"videos?|for you|on this(?: (?:story|topic))?|from|picks?|choice|miss|see|watch|today|"
        r"in (?:news|world|politics|africa|asia|europe|business)|top|stories from (?:the )?web|"
        r"recommended|this week|content|coverage|like this|updates?|in this (?:section|series))){1,4}|"
        r"read (?:next|also|more|on|further|this next|our latest)(?: (?:on this|about|here|stories|"
        r"articles|news|below))*|see (?:also|more|all|related)(?: (?:stories|articles|posts|news))?|"
        r"also (?:read|see|on|in)|up next|next up|next (?:article|post|story|page)|previous (?:article|"
        r"post|story|page)|(?:prev(?:ious)?|older|newer) (?:posts?|stories|entries)|keep reading|more|"
        r"recommended|trending|popular|latest|headlines|in case you missed it|further reading|"
        r"explore more|discover more|see all|view all|show more|load more|read the full (?:story|"
        r"article)(?: here)?|(?:full|original) (?:story|article)|more stories(?: like this)?|"
        r"editors'? (?:picks|choice)|what(?:'s| is) (?:hot|trending|new)|you missed|in other news|"
        r"in pictures|photo gallery|gallery|photos?|videos?|podcasts?|watch live|live tv|"
        r"inside today",
        "list",
    ),
    # comments: whatever follows was written by readers
    _rule(
        "comments",
        r"(?:leave|post|add|write|submit|drop)(?: (?:a|your|the))? (?:comment|reply|response|"
        r"feedback)s?(?: (?:below|here|cancel reply))*|(?:no |view |show |read |hide |see |all |"
        r"\d[\d.,]* )*(?:comments?|responses|replies|reactions)(?: (?:\d+|closed|off|are closed|"
        r"on this (?:story|article|post)|section|policy|below|here|disabled|yet|\(\d+\)))*|"
        r"join the (?:conversation|discussion|debate)|cancel reply|what do you think|have your say|"
        r"be the first to (?:comment|reply|review)(?: on this(?: (?:post|article|story))?)?|"
        r"start the conversation|show comments|commenting (?:is )?(?:now )?closed|comments? are closed|"
        r"sort by(?: (?:newest|oldest|best|most|top|rated|liked|popular|relevance))*|jump to comments|"
        r"(?:save my )?name,? email,? and website in this browser.{0,60}|reader comments|"
        r"discussion",
        "end",
    ),
    # the form below a blog
    _rule(
        "comment form",
        r"(?:your )?(?:name|e-?mail|website|comment|message|url|captcha)(?: ?\*)?(?: (?:required|"
        r"optional|\(required\)|address))?|submit|reply|report|flag|upvote|downvote|vote|like|edit|"
        r"delete|permalink|cancel|send|required fields are marked.{0,10}|notify me of (?:new|"
        r"follow-?up) (?:comments|posts)(?: by email)?",
    ),
    # navigation and tools
    _rule(
        "navigation",
        r"(?:skip|jump|go|back|return)(?: (?:to|the|main|navigation|content|site|index|top|home|homepage|"
        r"page|main menu|footer|search|news|of))+|menu|main menu|navigation|search(?: (?:for|this site|"
        r"site|here|the site))?|home|home ?page|close|open|toggle (?:menu|navigation|search)|top|up|back|"
        r"next|previous|prev|first|last|page \d+(?: of \d+)?|view as (?:single page|pdf)|"
        r"table of contents|contents|index|site ?map|browse|sections?|categor(?:y|ies)|archives?|topics?|"
        r"tags?|labels?|filed under|uncategori[sz]ed|e-?paper|print edition|today'?s paper|mobile|"
        r"desktop version|text-only version|font size|a a a|text size|adjust text size|zoom|"
        r"print(?: (?:this|page|friendly|article|version|story))*|printer-friendly(?: version)?|"
        r"download(?: (?:pdf|as pdf|the pdf|article))?|listen(?: (?:to (?:this )?(?:article|story)|"
        r"\d+ min))?|play|pause|mute|unmute|stop|settings|captions|transcript|embed|hide caption|"
        r"toggle caption|enlarge(?: this)? image|expand(?: gallery| image)?|caption|view (?:gallery|"
        r"image|in browser|full (?:image|size))|full screen|image \d+ of \d+|\d+ of \d+|\d+ ?/ ?\d+|1x|"
        r"languages?|english|change language|edition|international edition|us edition|uk edition|"
        r"show (?:more|less|all)|read (?:less|more)|click here|here|details|learn more|find out more|"
        r"copy|accept|ok|yes|no|got it|not now|maybe later|dismiss|continue|x|done|thanks|thank you",
    ),
    # accounts and money
    _rule(
        "subscription",
        r"(?:sign|log) ?(?:in|up|out|on)(?: (?:here|now|to|or|with|for|free|register|my account|facebook|"
        r"google|subscribe|your account|to continue|to read more))*|register(?: (?:now|here|free|"
        r"for free))*|subscribe(?: (?:now|here|today|to|us|for|free|newsletter|our|newsletters?|"
        r"full access|digital|continue|\$?\d+))*|my account|account|profile|newsletters?|"
        r"donate(?: (?:now|here|today))*|become a (?:member|subscriber|supporter|patron)|support us|"
        r"membership|subscribers? only|premium|members only|get (?:the app|our app|unlimited access|"
        r"newsletter|access|started|alerts)|already (?:a )?(?:subscriber|registered|member|"
        r"have an account)|forgot(?:ten)?(?: your)? password|create (?:an |a free )?account|"
        r"unlock(?: this)? article|free trial|e-?mail address|enter your e-?mail(?: address)?|"
        r"your e-?mail address|breaking news alerts?|follow(?: us)?(?: (?:on|here|at|twitter|facebook|"
        r"instagram|google news|and))*|follow|following|unfollow|unsubscribe|allow|turn on notifications",
    ),
    # law and footer
    _rule(
        "site footer",
        r"(?:privacy|cookies?|terms|legal|accessibility|editorial|ethics|corrections?|fact[- ]check|"
        r"comments?|refund|advertis\w+|complaints?)(?: (?:and|&|of|the|policy|policies|notice|statement|"
        r"settings|preferences|conditions|use|service|cookies?|terms|privacy|guidelines|code|with us|"
        r"info|disclaimer|help|standards|options|manager|choices))*|(?:about|contact)(?: (?:us|the|"
        r"editor|editors|writer|site|website|newsroom|author|this|page))*|(?:our )?(?:team|staff|mission|"
        r"donors|authors|contributors|partners|sponsors)|careers?|jobs?|vacancies|help|faqs?|feedback|"
        r"support|imprint|impressum|masthead|disclaimer|"
        r"do not sell (?:or share )?my (?:personal )?(?:information|data)|manage (?:cookies|preferences|"
        r"choices|consent)|cookie (?:settings|policy|preferences)|report an? error|"
        r"submit a (?:news )?tip|send us a tip|powered by .{2,40}|theme by .{2,40}|designed by .{2,40}|"
        r"proudly powered by .{2,30}|site (?:index|information)|reprints?(?: (?:and|&) permissions)?|"
        r"rights (?:and|&) permissions|reuse this content|terms|privacy|rss feeds?|media kit|ad info|"
        r"newsroom|press office|a to z|all rights reserved",
    ),
    # state of the page
    _rule(
        "page state",
        r"\(?(?:update|updated|updating|update completed|updates? to follow|more to follow|"
        r"developing(?: story)?|breaking(?: news)?|exclusive|live|live updates?|just in|new|end|ends|"
        r"ends here|the end|more|30|endit|to be continued|opens in (?:a )?new (?:window|tab)|"
        r"external link|file|watch|video|audio|photo|image|image source|getty images|source|(?:posted|published|written|updated|article|story|report)(?: (?:on|by|in|at))?|by|on|"
        r"quick read|"
        r"long read|play video|slideshow|infographic|subscriber exclusive)\)?|\(ends?\)|"
        r"\d+ min(?:ute)?s? (?:read|ago|to read)|\d+ (?:views?|reads?|hits|likes?|votes?|followers|"
        r"hours? ago|days? ago|min|mins|minutes?)|reading time.{0,25}|estimated (?:reading )?time.{0,20}|"
        r"an error (?:has )?occurred.{0,60}|this page will refresh automatically.{0,40}|error|404|"
        r"page not found|oops.{0,40}|please (?:wait|try again.{0,20}|enable javascript.{0,40})|"
        r"javascript (?:is )?(?:disabled|required).{0,40}|key points|this video is not available.{0,40}|"
        r"media player|video player is loading|volume \d+%|press shift question mark.{0,60}|now playing",
    ),
)

START: tuple[Rule, ...] = (
    _rule(
        "breadcrumb",
        r"(?:home|start|reception|you are here|homepage|front page) ?(?:\xbb|>|\u203a|/|\u2192|::|\u00bb|"
        r"\|) ?",
    ),
    _rule(
        "see also",
        r"(?:\W{0,3})(?:see also|see more|read also|also read|read more|read next|read still|read on|"
        r"must read|also see|also on|you (?:can|may|might)(?: also)? (?:read|like|watch|enjoy)|"
        r"you might also|recommended|related|don't miss|more on this|more here|click here|find out more|"
        r"learn more|watch now|watch video|watch|read the full|read)(?: (?:also|on this story|this|more|"
        r"articles?|stor(?:y|ies)|topics?|news|posts?|reading|content|links?|here|about))* ?(?:[:|"
        r">\u2013\u2014\u2192\u00bb-]|\.{2,3})",
        "list",
    ),
    _rule(
        "see also",
        r"(?:see also|read also|also read|read more about|read more on|read more from|read more at|"
        r"related (?:articles?|stories|posts|topics?|coverage|links?|videos?)|more (?:stories |"
        r"news )?(?:on|from) (?:this story|this topic|bbc|cnn|the web|our|[a-z]+\.com)|more coverage of|"
        r"external links|previous story|next story|next in |previous:|next:|explore further) ?",
        "list",
    ),
    _rule(
        "list of other stories",
        r"(?:most (?:read|viewed|popular|shared|commented|emailed|e-mailed|watched)|top stories|"
        r"latest (?:news|stories|headlines|from)|more (?:in|from) (?:[a-z'&. ]{2,25})$|more stories|"
        r"trending (?:now|stories|on|in)|popular (?:now|stories|posts)|editor'?s'? (?:picks?|choice)|"
        r"recommended (?:for you|stories|videos|reading)|you (?:may|might) (?:also |have )?(?:like|"
        r"missed?|be interested)|others? also (?:read|viewed)|people also|readers also|what to read next|"
        r"inside today|in this (?:section|issue|edition)|table of contents|today's (?:top|headlines)|"
        r"the latest (?:from|on)$|elsewhere on|advertiser content|from our partners|"
        r"sponsored)\b ?",
        "list",
    ),
    _rule(
        "share line",
        rf"(?:share|tweet|email|e-mail|post|save|print|like|pin|send|copy)(?: (?:this|it|"
        rf"the))?(?: (?:with|article|story|page|post|link|on|via|to|by|us|your|a|friends?|colleague|"
        rf"quote))* ?(?::|\||$|(?:on |via |to )?{_NETWORK}\b)",
    ),
    _rule(
        "share line",
        r"(?:click to (?:share|email|print|tweet)|e-?mail (?:this|to)|send (?:this )?to a friend|"
        r"print (?:this|e-?mail)\b|rate this (?:article|story)|was this (?:article |page )?(?:helpful|"
        r"forwarded))",
    ),
    _rule(
        "tags",
        r"(?:tags?|topics?|related topics?|keywords?|filed under|filed in|posted in|posted under|"
        r"categor(?:y|ies)|in this story|read more on|more about|labels?|tagged(?: with| in| under)?|"
        r"sections?|subjects?) ?(?::|\||\u203a|>)",
    ),
    _rule(
        "follow line",
        r"(?:(?:you can )?(?:also )?follow (?:us|me|him|her|them|to|our|the author|live|@|bbc|cnn|news|"
        r"africa|the)\b|like us on|find us on|join us on|connect with us|join (?:our|the) (?:whatsapp|"
        r"telegram|newsletter|community|conversation|discussion)|become a fan|subscribe to our|"
        r"follow [a-z .]{2,40} on (?:twitter|x|facebook|instagram|telegram|google news|whatsapp)|"
        r"stay (?:connected|up ?to ?date|informed)|keep up with|get in touch|contact (?:us|the (?:writer|"
        r"author|editors?|reporter)|me|him|her)\b)",
    ),
    _rule(
        "subscription",
        r"(?:(?:click here to |please )?(?:sign|log) ?(?:up|in)\b(?: (?:to|for|now|here|with|or)\b| *[|"
        r":]| *$)|subscribe\b(?: (?:to|now|for|and|here|today|with)\b| *[|:]| *$)|register (?:now|here|"
        r"for free|to)\b|already (?:a|have|registered|subscribed)|get (?:the|our|your|unlimited|full|"
        r"free|all|more|breaking|weekly|daily|instant) (?:\w+ ){0,4}(?:newsletters?|inbox|app|alerts?|"
        r"access|delivered|briefing|digest|e-?mail|updates|stories|headlines|news|article background)|"
        r"download (?:our|the) (?:\w+ ){0,3}app|you have (?:read|reached|\d+)\b.{0,40}(?:articles?|limit|"
        r"stories)|to (?:continue reading|read (?:the full|more|this))|this (?:article|content|"
        r"story) is (?:for|only|available|reserved|exclusive)|want (?:to read )?more\b|"
        r"enter your e-?mail|thank you for (?:registering|subscribing|signing|reading)|"
        r"thanks for (?:registering|subscribing|signing|reading)|(?:our|a|the) (?:free |weekly |"
        r"daily )*newsletter\b|newsletters?\b ?[:|-])",
    ),
    _rule(
        "appeal",
        r"(?:support (?:independent|our|quality|free|local|the guardian|this)\b|donate\b|help us\b|"
        r"(?:please )?consider (?:donating|supporting|subscribing|a donation)|make a (?:donation|"
        r"contribution)|if you (?:like|enjoy|value|appreciate)(?:d)? (?:this|our|what)|we (?:need|"
        r"rely on|depend on) your|your (?:support|donation|contribution)|contribute\b ?(?:now|once|today|"
        r"to|$)|become a (?:member|subscriber|supporter|patron|friend|fan)|buy (?:me|us) a coffee|"
        r"since you're here|as you're here|we have a small favou?r)",
    ),
    _rule(
        "comments",
        r"(?:leave (?:a|your) (?:comment|reply)|post a comment|(?:view |show |"
        r"read )?(?:all )?(?:\d[\d.,]* )?comments? ?(?:\(\d|\[\d|:|\||are\b|\d+$|closed|off)|"
        r"\d[\d.,]* (?:comments?|responses|replies|thoughts)(?: (?:on|to) | *[|,.]|$)|"
        r"join the (?:conversation|discussion|debate)|have your say|"
        r"what do you think\b.{0,60}(?:comments?|below|let us know)|"
        r"your (?:e-?mail )?address (?:of messaging )?will not be published|you must be (?:logged in|"
        r"registered)|please (?:log|sign) in to|comments? (?:policy|rules|guidelines|are moderated|"
        r"have to|may take)|please (?:keep|be) (?:your comments|respectful)|please (?:understand|note) that comments|"
        r"we ask that comments|(?:\w+ ){0,3}comments (?:are moderated|that are)|please (?:understand|note) that comments|we ask that comments|(?:\w+ ){0,3}comments (?:are moderated|that are)|this (?:discussion|thread|"
        r"conversation) (?:is|has)|be the first to (?:comment|reply)|disqus|view the discussion|"
        r"please enable javascript to view|save my name)",
        "end",
    ),
    _rule(
        "cookie notice",
        r"(?:(?:we|this (?:web)?site|our (?:web)?site|the guardian|this page|"
        r"our website)(?: and our partners| and (?:selected )?third parties)? (?:use[sd]?|may use|"
        r"places?|stores?) (?:\w+ ){0,3}cookies|by (?:clicking|continuing|using|browsing|closing|"
        r"accepting|submitting|signing|subscribing|providing)\b.{0,80}(?:you|cookies|agree|consent)|"
        r"cookies? (?:help|are|settings|policy|preferences|consent|notice)\b|privacy (?:&|and) cookies|"
        r"we (?:value|care about|respect) your privacy|we've updated our (?:privacy|terms)|"
        r"this (?:web)?site uses|accept (?:all|cookies)|manage (?:cookies|preferences|choices|consent|"
        r"your))",
    ),
    _rule(
        "law note",
        r"(?:the (?:views|opinions|statements)(?: and opinions)? (?:expressed|and opinions|in this)|"
        r"(?:views|opinions) expressed|disclaimer\b ?[:\u2013-]|disclosure ?:|any (?:views|"
        r"opinions) expressed|terms (?:and|&) conditions|terms of (?:use|service)|"
        r"reproduction (?:without|in whole)|reprints|for permission|our standards ?:|to (?:request )?reprint|"
        r"no part of this|this (?:material|content|article|story|post|transcript) (?:may not|"
        r"is copyright|is protected|was (?:first|originally)|originally appeared|first appeared|"
        r"has been (?:edited|corrected|amended|updated)|was (?:amended|corrected|updated|edited))|"
        r"(?:correction|clarification|corrections and clarifications)s? ?[:\u2013\u2014|-]|"
        r"editor'?s'? note ?[:\u2013\u2014-]|an earlier version of this|do not (?:sell|reproduce)|"
        r"if you wish to republish|this project is|transcripts? (?:provided|are)|republished (?:with|"
        r"under|from)|this article is (?:more than|over)|article (?:from|was) (?:archive|first)|"
        r"letters (?:to the editor )?should|note to (?:editors|readers)|ai-generated|this (?:summary|"
        r"article) was (?:generated|translated|created))",
    ),
    _rule(
        "reader's service",
        r"(?:for (?:the )?(?:latest|more) (?:news|stories|breaking|updates)|(?:give|send) us (?:your )?feedback|we want to hear (?:what|from) you|submit your|"
        r"release date ?:|you are using (?:a|an) (?:\w+ )?browser|to view the full (?:story|article)|do you have (?:a (?:story|tip|question)|information|an? )|have (?:a|you) (?:tip|story|news|"
        r"got)|got a (?:tip|story|confidential)|send (?:us|your) (?:tips?|your|a|an|an email)|"
        r"to (?:contact|reach|get in touch with|report) (?:the|us|an?|this|our)|report (?:a|an|"
        r"any) (?:error|typo|correction)|e-?mail (?:us|the (?:author|writer)|tips)|write to us|"
        r"call (?:us|toll free)|spotted (?:an? )?(?:error|typo|mistake)|classified\b ?:|"
        r"letters to the editor|for (?:more )?(?:information|details|inquiries) (?:about|on|contact|"
        r"please|call)|(?:please )?contact:|media (?:contacts?|inquiries|enquiries)\b|press (?:contacts?|"
        r"inquiries|office)\b|tel(?:ephone)?\.? ?:|fax ?:|e-?mail ?:|phone ?:|continued (?:on|from) page|"
        r"from our archives|this page will|subscribe)",
    ),
    _rule(
        "page state",
        r"(?:reading time|listen to (?:this )?(?:article|story)|audio by|video by|\d+:\d\d ?/ ?\d+:\d\d|"
        r"\d+ min(?:ute)?s? (?:read|ago)|font size|text size|adjust text|page \d+ of \d+|this video (?:is|has|can)\b|"
        r"media playback is unsupported on your device$|slideshow ?\(|play video|up next|subscribers only|"
        r"weather ?[:|]|index ?:|read this (?:story|article) in|available in|this (?:story|"
        r"article) is also available|also available in)",
    ),
)

INSIDE: tuple[Rule, ...] = (
    _rule(
        "comment form",
        r"required fields are marked|(?:obligatory|mandatory) fields are (?:marked|indicated)|"
        r"e-?mail address will not be published|uses akismet|comment data is processed|"
        r"notify me of (?:new|follow)|logged in to (?:post|leave) a comment|save my name, e-?mail|"
        r"protected by recaptcha",
        "end",
    ),
    _rule(
        "cookie notice",
        r"cookies? to (?:improve|personali[sz]e|enhance|analy[sz]e|ensure|provide|give)|use of cookies|"
        r"cookie policy|privacy policy|opt[- ]out (?:of|if|at)|consent to (?:the use|their use|our use)|"
        r"cookies and (?:similar|other)",
    ),
    _rule(
        "subscription",
        r"in your inbox|to your inbox|(?:sign|signed) up (?:for|to) (?:our|the|his|her|"
        r"my) (?:\w+ ){0,4}(?:newsletter|briefing|e-?mail|digest|mailing)|subscribe to (?:our|"
        r"the) (?:\w+ ){0,4}(?:newsletter|channel|podcast|edition|feed|briefing)|(?:our|free|daily|"
        r"weekly) (?:e-?mail )?newsletter|unsubscribe at any time|subscribe (?:now|today) (?:for|from|"
        r"to)|download on the app store|get it on google play|\bon the app store\b|push notifications|protected by recaptcha",
    ),
    _rule(
        "follow line",
        r"(?:follow|like|find|join) (?:us|me|him|her|our page) on (?:twitter|facebook|instagram|telegram|"
        r"x\b|whatsapp|youtube|google|linkedin|social)|follow (?:him|her|them|me) (?:on twitter|@)|"
        r"on twitter:? @\w|on twitter at @\w|follow @\w|(?:twitter|facebook|instagram) and (?:facebook|"
        r"instagram|twitter)$",
    ),
    _rule(
        "law note",
        r"may not be (?:published|reproduced|republished|copied).{0,40}(?:broadcast|redistributed|"
        r"rewritten|permission|without|form)|"
        r"all rights (?:of reproduction )?(?:and representation )?(?:are )?reserved|"
        r"do not necessarily (?:reflect|represent)|without (?:the )?(?:prior|"
        r"express) (?:written )?(?:permission|consent)|not responsible for the content of external|"
        r"terms (?:of (?:use|service)|and conditions|& conditions)(?: apply)?",
    ),
    _rule(
        "reader's service",
        r"(?:know more|got a tip|have a story)\? ?(?:contact|e-?mail|write|tell)|(?:email|e-mail|contact|"
        r"reach|write to) (?:the (?:author|reporter|writer|editor)s?|her|him|me|us|them) (?:at|on|via)\b|"
        r"to contact the (?:reporter|editor|author)s?",
    ),
)
