import '@testing-library/jest-dom';

// A whole page takes its time to render where the machine is busy.
jest.setTimeout(20_000);
