import { render, screen } from '@testing-library/react';
import App from './App';

describe('the demo portal', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('starts with the choice of whom to be', async () => {
    // Builds put the config there, as a list and not as text.
    Object.assign(process, {
      env: {
        NODE_ENV: 'test',
        APP_CONFIG: [
          {
            context: 'test',
            data: {
              app: { title: 'Test', baseUrl: 'http://localhost' },
              backend: { baseUrl: 'http://localhost' },
            },
          },
        ],
      },
    });
    render(App.createRoot());
    expect(
      await screen.findByRole(
        'heading',
        { name: 'Priya Raman' },
        { timeout: 20_000 },
      ),
    ).toBeVisible();
    for (const name of ['Lukas Weber', 'Omar Haddad', 'Rita Novak']) {
      expect(screen.getByRole('heading', { name })).toBeVisible();
    }
  }, 30_000);
});
