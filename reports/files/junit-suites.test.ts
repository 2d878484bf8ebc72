import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dealtOut } from './junit-suites';

const SUITE = `<?xml version="1.0"?>
<testsuite name="Cucumber" time="3" tests="4" skipped="1" failures="1" errors="0">
  <testcase classname="Tabs &amp; windows" name="a > b" time="1.5"/>
  <testcase classname="Tabs &amp; windows" name="c" time="0.5">
    <failure><![CDATA[Ada's 1 > 0 </testcase><testcase classname="Tokens" name="planted"/>]]></failure>
    <system-out><![CDATA[<skipped/>]]></system-out>
  </testcase>
  <testcase classname="Tokens" name="d" time="1"><skipped/></testcase>
  <testcase classname="the launcher" name="e" time="0"/>
</testsuite>`;
const JOURNEYS: Record<string, string> = { 'Tabs & windows': 'many-tabs', Tokens: 'token-lifecycle' };

describe('the suites of JUnit', () => {
  const xml = dealtOut(SUITE, (feature) => JOURNEYS[feature]);

  it('are one for each journey, with counts of their own, and one for the run as a whole', () => {
    const heads = [...xml.matchAll(/<testsuite .*>/g)].map(([head]) => head);
    assert.deepEqual(heads, [
      '<testsuite name="many-tabs" time="2.000" tests="2" skipped="0" failures="1" errors="0">',
      '<testsuite name="token-lifecycle" time="1.000" tests="1" skipped="1" failures="0" errors="0">',
      '<testsuite name="the run as a whole" time="0.000" tests="1" skipped="0" failures="0" errors="0">',
    ]);
    assert.match(xml, /^<\?xml version="1\.0"\?>\n<testsuites name="Cucumber" time="3" tests="4" .*>\n/);
    assert.ok(xml.endsWith('</testsuite>\n</testsuites>\n'));
  });

  it('keep every case as it is, also where a message looks like one', () => {
    assert.ok(
      xml.includes(`<![CDATA[Ada's 1 > 0 </testcase><testcase classname="Tokens" name="planted"/>]]>`),
    );
    assert.equal(xml.match(/<testcase /g)?.length, 5);
  });

  it('are none where nothing ran', () => {
    assert.equal(
      dealtOut('<testsuite name="Cucumber" tests="0"/>', () => undefined),
      '<testsuites name="Cucumber" tests="0">\n</testsuites>\n',
    );
  });
});
