export const simulatedCommunity = 'public';
