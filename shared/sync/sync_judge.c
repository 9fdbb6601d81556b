/* The hub's judgement of a push: may this batch follow what is stored of its device?
 *
 * A retry after a lost answer must be harmless, and a cloned tablet must be found out. Both send
 * seqs that are stored already; what tells them apart is the hash, which stands for everything up
 * to there. So the chain is walked from the line before the batch, each stored seq must come to the
 * hash that was kept, and the rest must carry the device's own signature over its end.
 */
#include "sync.h"

static enum status hash_before(const struct sync_chain *chain, int64_t seq,
                               const struct sync_stored *stored, struct hash *out)
{
    if (seq == 1) {
        *out = (struct hash){{0}};
        return STATUS_OK;
    }
    if (seq == chain->acked + 1) {
        *out = chain->hash;
        return STATUS_OK;
    }
    return stored->hash(stored->ctx, seq - 1, out);
}

enum status sync_judge(const struct sync_chain *chain, const struct sync_batch *batch,
                       const struct hash *digests, const struct signature *signature,
                       const struct sync_stored *stored, struct sync_judgement *out)
{
    enum status st = STATUS_OK;
    struct hash before;
    struct hash kept;

    CHECK(batch->count > 0);
    out->fresh = 0;
    if (batch->lines[0].seq > chain->acked + 1) {
        out->verdict = SYNC_GAP;
        return STATUS_OK;
    }
    TRY(hash_before(chain, batch->lines[0].seq, stored, &before));
    for (size_t i = 0; i < batch->count; i++) {
        if (i >= out->hashed) {
            out->hashes[i] = chain_hash(&before, &digests[i]);
        }
        before = out->hashes[i];
        if (batch->lines[i].seq > chain->acked) {
            continue;
        }
        out->fresh = i + 1;
        TRY(stored->hash(stored->ctx, batch->lines[i].seq, &kept));
        if (!hash_equal(&kept, &out->hashes[i])) {
            out->verdict = SYNC_FORK;
            return STATUS_OK;
        }
    }
    out->verdict = signature != NULL && change_signature_holds(chain->sign_key, &before, signature)
                       ? SYNC_TAKE
                       : SYNC_SIGNATURE;

done:
    return st;
}
