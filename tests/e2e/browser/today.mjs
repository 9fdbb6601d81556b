// The Today page of a hub, as a person meets it: signs in, looks at every check in a real browser,
// leaves pictures, signs out. Ends with status 0 only when everything held.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { axe, Broken, fits, focused, holds, launch, openPage, screens } from './steps.mjs';

async function fillLogin(page, who) {
  await page.getByLabel('User name').fill(who.user);
  await page.getByLabel('Passphrase').fill(who.passphrase);
  await page.getByLabel('Sign-in code').fill(who.code ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signedIn(browser, hub, options) {
  const page = await openPage(browser, hub.url, options);
  await page.goto(`${hub.url}/login`);
  await fillLogin(page, hub);
  await page.waitForURL('**/today');
  return page;
}

const shot = (page, hub, name) => page.screenshot({ path: join(hub.shots, `${name}.png`),
  fullPage: true });

const checks = {
  async 'a stranger is led to the login page'(browser, hub) {
    const page = await openPage(browser, hub.url);
    await page.goto(`${hub.url}/today`);
    holds(page.url() === `${hub.url}/login`, `landed on ${page.url()}`);
    await axe(page, 'login');
    await shot(page, hub, 'login-wide');
    await page.setViewportSize(screens.narrow);
    await fits(page, 'login at 320 px');
    await shot(page, hub, 'login-narrow');
    return page;
  },

  async 'a wrong passphrase is one sentence, and no way in'(browser, hub) {
    const page = await openPage(browser, hub.url);
    await page.goto(`${hub.url}/login`);
    await fillLogin(page, { ...hub, passphrase: 'not this one' });
    holds(await page.getByRole('alert').isVisible(), 'no alert is shown');
    holds(await page.getByLabel('User name').inputValue() === hub.user, 'the name was lost');
    await axe(page, 'login after a wrong passphrase');
    await shot(page, hub, 'login-wrong');
    await page.goto(`${hub.url}/today`);
    holds(page.url() === `${hub.url}/login`, 'the page opened all the same');
    return page;
  },

  async 'the page is clean on every screen'(browser, hub) {
    const page = await signedIn(browser, hub);
    for (const [name, size] of Object.entries(screens)) {
      await page.setViewportSize(size);
      await axe(page, `today, ${name}`);
      await fits(page, `today, ${name}`);
      await shot(page, hub, `today-${name}`);
    }
    return page;
  },

  async 'the page is clean in the dark, with more contrast, and with text twice as large'(browser,
    hub) {
    const page = await signedIn(browser, hub, { colorScheme: 'dark' });
    await axe(page, 'today, dark');
    await shot(page, hub, 'today-dark');
    await page.emulateMedia({ colorScheme: 'light', contrast: 'more' });
    await axe(page, 'today, more contrast');
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await fits(page, 'today, text at 200 %');
    await shot(page, hub, 'today-large');
    return page;
  },

  async 'the first tab stop skips to the content'(browser, hub) {
    const page = await signedIn(browser, hub);
    await page.keyboard.press('Tab');
    const first = await focused(page);
    holds(first.text === 'Skip to the content' && first.inView, 'the first stop is no skip link');
    await page.keyboard.press('Enter');
    holds((await focused(page)).id === 'main', 'the skip link leads nowhere');
    return page;
  },

  async 'every control is reached by keyboard, seen, and large enough'(browser, hub) {
    const page = await signedIn(browser, hub);
    const wanted = await page.evaluate(() => document.querySelectorAll(
      'a[href], button, summary, select, input:not([type=hidden])').length);
    const stops = new Set();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await focused(page);
      if (at.tag === 'body') {
        break;
      }
      const name = `${at.tag} “${at.id || at.text.slice(0, 40)}”`;
      holds(at.outlined, `${name} shows no focus`);
      holds(at.inView, `${name} has the focus out of sight`);
      holds(at.width >= 24 && at.height >= 24, `${name} is ${at.width} by ${at.height} px`);
      stops.add(name);
    }
    holds(stops.size >= wanted, `${stops.size} of ${wanted} controls were reached`);
    return page;
  },

  async 'picture and table say the same'(browser, hub) {
    const page = await signedIn(browser, hub);
    const { drawn, written } = await page.evaluate(() => ({
      drawn: [...document.querySelectorAll('.bars .value')].map((e) => e.textContent),
      written: [...document.querySelectorAll('tbody tr')].map((e) =>
        e.querySelector('td').textContent),
    }));
    holds(written.length > 0, 'the table is empty');
    holds(JSON.stringify(drawn) === JSON.stringify(written), `drawn ${drawn}, written ${written}`);
    holds(await page.getByRole('table').isVisible(), 'the table is not open');
    return page;
  },

  async 'another day can be picked, and today found again'(browser, hub) {
    const page = await signedIn(browser, hub);
    const today = await page.getByRole('heading', { level: 1 }).textContent();
    holds(today.startsWith('Today, '), `the page is called ${today}`);
    await page.getByLabel('Day', { exact: true }).fill('2024-02-29');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { level: 1, name: 'Thursday 29 February 2024' }).waitFor();
    await axe(page, 'a day without observations');
    await shot(page, hub, 'today-empty');
    await page.getByRole('link', { name: 'Today', exact: true }).last().click();
    await page.getByRole('heading', { level: 1, name: today }).waitFor();
    return page;
  },

  async 'the page prints'(browser, hub) {
    const page = await signedIn(browser, hub);
    const pdf = await page.pdf({ path: join(hub.shots, 'today.pdf'), format: 'A4', tagged: true,
      outline: true, printBackground: false });
    holds(pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 5000, 'no PDF came out');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(screens.paper);
    await shot(page, hub, 'today-paper');
    holds(!await page.getByRole('button', { name: 'Sign out' }).isVisible(), 'buttons are printed');
    return page;
  },

  async 'nothing on the page is a program'(browser, hub) {
    const page = await signedIn(browser, hub);
    const scripts = await page.evaluate(() => document.scripts.length
      + document.querySelectorAll('[onclick], [onload], [style]').length);
    holds(scripts === 0, `${scripts} scripts or handlers`);
    const plain = await signedIn(browser, hub, { javaScriptEnabled: false });
    holds(await plain.getByRole('table').isVisible(), 'without scripts the page is not whole');
    await plain.context().close();
    return page;
  },

  async 'signing out ends it'(browser, hub) {
    const page = await signedIn(browser, hub);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/login');
    await page.goto(`${hub.url}/today`);
    holds(page.url() === `${hub.url}/login`, 'the page still opens');
    return page;
  },
};

// hub: url, user, passphrase, code, shots. Returns how many checks failed.
export async function checkToday(hub) {
  mkdirSync(hub.shots, { recursive: true });
  const browser = await launch();
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      const page = await check(browser, hub);
      holds(page.complaints.length === 0, `the browser complains: ${page.complaints.join('; ')}`);
      await page.context().close();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}: ${error instanceof Broken ? error.message : error.stack}`);
    }
  }
  await browser.close();
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' };
  const { values } = parseArgs({ options: { url: text, user: text, passphrase: text, code: text,
    shots: text } });
  if (!values.url || !values.user || !values.passphrase || !values.shots) {
    console.error('today.mjs: give --url, --user, --passphrase and --shots.');
    process.exit(2);
  }
  process.exit(await checkToday(values) === 0 ? 0 : 1);
}
