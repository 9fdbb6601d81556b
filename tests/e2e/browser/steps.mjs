// What each check is made of: a browser, a page that must not complain, and axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const screens = {
  wide: { width: 1280, height: 800 },
  tall: { width: 800, height: 1280 },
  narrow: { width: 320, height: 640 },
  paper: { width: 673, height: 1001 }, // what A4 leaves between the margins
};

export class Broken extends Error {}

export function holds(truth, sentence) {
  if (!truth) {
    throw new Broken(sentence);
  }
}

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--force-prefers-reduced-motion',
      '--font-render-hinting=none'],
  });
}

// A page of a new context; whatever it complains about lands in page.complaints.
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    viewport: screens.wide,
    ...options,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    // A refused form is an answer with a status, which Chromium also tells the console.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
      page.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) {
      page.complaints.push(`asked another host: ${request.url()}`);
    }
  });
  return page;
}

export async function axe(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((tags) => window.axe.run(document,
    { runOnly: { type: 'tag', values: tags } }), axeTags);
  const told = violations.map((v) => `${v.id} (${v.help}): ${v.nodes.map((n) => n.html)
    .slice(0, 3).join(' | ')}`);
  holds(violations.length === 0, `axe, ${where}: ${told.join('; ')}`);
}

export async function fits(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth
    - document.documentElement.clientWidth);
  holds(over <= 0, `${where}: the page is ${over} px wider than the window`);
}

export async function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const look = getComputedStyle(at);
    return {
      text: (at.textContent || at.getAttribute('name') || '').trim(),
      tag: at.tagName.toLowerCase(),
      id: at.id,
      width: box.width,
      height: box.height,
      inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
      outlined: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    };
  });
}
