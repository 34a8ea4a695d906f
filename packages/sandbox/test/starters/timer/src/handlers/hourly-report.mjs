export const report = async (event) => ({ calledAt: event.time });
