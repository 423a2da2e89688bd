import { defineConfig } from '@playwright/test';
import { resolve } from 'node:path';

const chromium = process.env.CHROMIUM_PATH;
const output = resolve(__dirname, '../.managed-nodes/results');

export default defineConfig({
  testDir: __dirname,
  // One portal for all; the tests change its fleet.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  outputDir: resolve(output, 'e2e'),
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
