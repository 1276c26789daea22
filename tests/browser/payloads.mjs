// What people might type to make a page do something. p() is what it would call; see xss.test.mjs.
export const payloads = [
  // elements
  '<script>p()</script>', '<ScRiPt>p()</sCrIpT>', '<script/src=//x.test/p.js></script>', '</title><script>p()</script>', '</textarea><script>p()</script>',
  '</option></select><script>p()</script>', '<!--><script>p()</script>', '<![CDATA[<script>p()</script>]]>', '<<script>p()//<</script>', '<script\x0b>p()</script>',
  '<iframe srcdoc="<script>p()</script>">', '<iframe src=javascript:p()>', '<object data=javascript:p()>', '<embed src=javascript:p()>', '<base href=//x.test/>',
  '<meta http-equiv=refresh content=0;url=/>', '<link rel=stylesheet href=//x.test>', '<style>@import"//x.test";</style>', '<form action=//x.test><button>', '<template><script>p()</script>',
  // event handlers
  '<img src=x onerror=p()>', '<img src=x onerror="p()"', '<img/src/onerror=p()>', '<body onload=p()>', '<svg onload=p()>', '<svg/onload=p()//', '<input autofocus onfocus=p()>',
  '<details open ontoggle=p()>', '<video><source onerror=p()>', '<audio src=x onerror=p()>', '<marquee onstart=p()>', '<a onmouseover=p()>x</a>',
  // svg and mathml
  '<svg><script>p()</script></svg>', '<svg><use href="data:x#p"/></svg>', '<svg><a href=javascript:p()>x</a>', '<math href=javascript:p()>x', '<svg><animate onbegin=p()>',
  // out of attributes
  '" onmouseover="p()', "' onmouseover='p()", '" autofocus onfocus=p() x="', '"><script>p()</script>', "'><img src=x onerror=p()>", '` onmouseover=p() `', '" style="x:expression(p())', '"/><svg/onload=p()>',
  // addresses
  'javascript:p()', 'JaVaScRiPt:p()', 'java\tscript:p()', 'data:text/html,<script>p()</script>', '//x.test/%0d%0aSet-Cookie:p=1', 'vbscript:p()',
  // what other languages would read as theirs
  '{{p()}}', '{{#ROW}}{{NAME}}{{/ROW}}', '{{%AUTOESCAPE context="HTML"}}', '{{NAME:none}}', '[[p]]', '[[@check]]', '[[> parts/token.html]]', '${p()}', '<%= p() %>', '#{p()}',
  // encodings
  '&lt;script&gt;p()&lt;/script&gt;', '&#60;script&#62;p()', '&amp;lt;b&amp;gt;', '+ADw-script+AD4-p()+ADw-/script+AD4-', '\\u003cscript\\u003ep()', '%3Cscript%3Ep()%3C/script%3E', '＜script＞p()＜/script＞',
  // marks that turn or hide text
  'abc\u200fdef\u200e<b>p', 'a\u202eb\u202cc', 'x\ufeff<script>p()</script>', "'; DROP TABLE complaint; --", '%s%n%d%x',
];

/** Payloads joined into texts of at most this many characters, so that a field takes all of them in few rounds. */
export function packs(most) {
  const all = [];
  let now = '';
  for (const p of payloads) {
    if (now && now.length + 1 + p.length > most) {
      all.push(now);
      now = '';
    }
    if (p.length <= most) now = now ? `${now} ${p}` : p;
  }
  if (now) all.push(now);
  return all;
}

/** As the server keeps a text: control characters and turning marks are dropped, both ends trimmed. */
export const kept = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim();
