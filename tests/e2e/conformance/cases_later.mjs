export async function laterCases() {}
