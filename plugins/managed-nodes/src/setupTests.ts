import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A whole page takes its time to render where the machine is busy.
jest.setTimeout(20_000);
configure({ asyncUtilTimeout: 10_000 });
