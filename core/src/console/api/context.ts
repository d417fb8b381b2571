import { createContext, use } from 'react';
import { ApiClient } from '../../client/index.ts';

/** The API as the person who is logged in. */
export const ApiContext = createContext(new ApiClient({ host: '', headers: {} }));

export const useApi = (): ApiClient => use(ApiContext);
