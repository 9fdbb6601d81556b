/* Hub and daemon in one hand: answers are rows in the tablet's file, as the daemon would leave
 * them. */
#include "classroom.h"

#include "json.h"
#include "store.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (24LL * 3600 * 1000)

static const char *const staff_names[CLASSROOM_STAFF] = {"Ros Hartley", "Imran Sadiq",
                                                         "Gwen Pritchard", "Tom Okafor"};
static const char *const pupil_names[CLASSROOM_PUPILS] = {
    "Amira", "Ben",  "Callum", "Daisy", "Ewan", "Farah",  "Georgia",
    "Haris", "Isla", "Jakub",  "Kezia", "Leo",  "Maisie", "Noah"};
static const char *const family_names[CLASSROOM_PUPILS] = {
    "Karim", "Attwood", "Reid",  "Fenn",  "Morgan", "Aziz",  "Lowe",
    "Malik", "Quinn",   "Nowak", "Brown", "Tanner", "Whyte", "Ellis"};

const char *classroom_staff_name(int i)
{
    return staff_names[i];
}

const char *classroom_pupil_name(int i)
{
    return pupil_names[i];
}

static struct id next_id(struct classroom *c)
{
    uint8_t chance[10] = {0};
    struct random_port random = rng_port(&c->rng);

    random.fill(random.ctx, chance, sizeof(chance));
    return id_v7(c->now_ms, chance);
}

static void make_ids(struct classroom *c, struct id *ids, int count)
{
    for (int i = 0; i < count; i++) {
        ids[i] = next_id(c);
    }
}

void classroom_make(struct classroom *c, int64_t now_ms)
{
    struct random_port random = {0};
    struct hash keys = {{0}};
    struct buf text = {0};
    uint8_t pin[32] = {1, 2, 3};

    *c = (struct classroom){.rng = {7}, .now_ms = now_ms};
    random = rng_port(&c->rng);
    box_pair_make(&random, &c->box);
    sign_pair_make(&random, &c->sign);
    make_ids(c, &c->school, 1);
    make_ids(c, &c->device, 1);
    make_ids(c, &c->hub, 1);
    make_ids(c, &c->other, 1);
    make_ids(c, c->staff, CLASSROOM_STAFF);
    make_ids(c, c->groups, CLASSROOM_GROUPS);
    make_ids(c, c->pupils, CLASSROOM_PUPILS);
    make_ids(c, c->targets, CLASSROOM_TARGETS);
    keys = hash_two(c->box.public_key, 32, c->sign.public_key, 32);
    buf_text(&text, "cairn:https://127.0.0.1:8443#");
    buf_base64url(&text, pin, 16);
    buf_byte(&text, '.');
    buf_base64url(&text, pin, sizeof(pin));
    buf_byte(&text, '.');
    buf_base64url(&text, keys.bytes, sizeof(keys.bytes));
    text_copy(c->code, sizeof(c->code), buf_cstr(&text));
    buf_finish(&text);
}

/* ---- settings -------------------------------------------------------------------------------- */

static enum status set(const char *file, const struct store_value *values, size_t count)
{
    enum status st = STATUS_OK;
    struct store *store = NULL;

    TRY(store_open(file, &store));
    TRY(store_set(store, values, count));
done:
    store_close(store);
    return st;
}

static enum status want_step(struct store *store, const char *want)
{
    enum status st = STATUS_OK;
    struct buf step = {0};

    TRY(store_get(store, STORE_enrol_step, &step));
    if (strcmp(buf_cstr(&step), want) != 0) {
        st =
            FAIL(STATUS_BAD_INPUT, "the tablet is at \"%s\", not at \"%s\"", buf_cstr(&step), want);
    }
done:
    buf_finish(&step);
    return st;
}

enum status classroom_bring_keys(struct classroom *c, const char *file, bool false_keys)
{
    enum status st = STATUS_OK;
    struct store *store = NULL;
    struct buf box = {0};
    struct buf sign = {0};
    struct store_value values[3] = {
        {STORE_hub_box_key,  ""    },
        {STORE_hub_sign_key, ""    },
        {STORE_enrol_step,   "keys"}
    };

    buf_base64(&box, false_keys ? c->sign.public_key : c->box.public_key, 32);
    buf_base64(&sign, c->sign.public_key, 32);
    values[0].text = buf_cstr(&box);
    values[1].text = buf_cstr(&sign);
    TRY(store_open(file, &store));
    TRY(want_step(store, "asked"));
    TRY(store_set(store, values, 3));
done:
    buf_finish(&box);
    buf_finish(&sign);
    store_close(store);
    return st;
}

static enum status open_data_key(struct classroom *c, struct store *store)
{
    enum status st = STATUS_OK;
    struct buf text = {0};
    struct buf sealed = {0};
    struct buf key = {0};

    TRY(store_get(store, STORE_enrol_data_key, &text));
    TRY(base64_decode(buf_cstr(&text), text.size, &sealed));
    TRY(hub_open(&c->box, sealed.data, sealed.size, &key));
    CHECK(key.size == sizeof(c->data.bytes));
    memcpy(c->data.bytes, key.data, key.size);
done:
    buf_finish(&text);
    buf_finish(&sealed);
    buf_finish(&key);
    return st;
}

enum status classroom_finish_enrolment(struct classroom *c, const char *file)
{
    enum status st = STATUS_OK;
    struct store *store = NULL;
    const struct store_value values[] = {
        {STORE_device,     c->device.text},
        {STORE_school,     c->school.text},
        {STORE_token,      "token"       },
        {STORE_enrol_step, "done"        },
    };

    TRY(store_open(file, &store));
    TRY(want_step(store, "sealed"));
    TRY(open_data_key(c, store));
    TRY(store_set(store, values, sizeof(values) / sizeof(values[0])));
done:
    store_close(store);
    return st;
}

enum status classroom_refuse(const char *file, const char *sentence)
{
    const struct store_value values[] = {
        {STORE_enrol_fault, sentence },
        {STORE_enrol_step,  "refused"},
    };

    return set(file, values, 2);
}

/* ---- a tablet that is enrolled already ------------------------------------------------------- */

/* Argon2id is slow on purpose. Every classroom draws the same keys, so a slot, once made, serves
 * each tablet that a test program enrols. */
static enum status put_slot(struct classroom *c, struct store *store, const struct slot_keys *keys,
                            const char *passphrase, int who)
{
    static struct made_slot {
        struct slot_keys keys;
        char passphrase[128];
        struct key_slot slot;
    } slots[CLASSROOM_STAFF];
    enum status st = STATUS_OK;
    struct rng chance = {(uint64_t)who + 1};
    struct random_port random = rng_port(&chance);
    struct made_slot *made = &slots[who];
    struct store_slot row = {.staff = c->staff[who]};

    if (!text_equal(made->passphrase, passphrase) ||
        memcmp(&made->keys, keys, sizeof(*keys)) != 0) {
        TRY(slot_make(passphrase, keys, &random, &made->slot));
        made->keys = *keys;
        text_copy(made->passphrase, sizeof(made->passphrase), passphrase);
    }
    row.slot = made->slot;
    text_copy(row.name, sizeof(row.name), staff_names[who]);
    TRY(store_slot_put(store, &row));
done:
    return st;
}

enum status classroom_enrolled(struct classroom *c, const char *file, const char *passphrase,
                               int staff_count)
{
    enum status st = STATUS_OK;
    struct random_port random = rng_port(&c->rng);
    struct store *store = NULL;
    struct slot_keys keys = {
        {{0} },
        { {0}, {0}}
    };
    const struct store_value values[] = {
        {STORE_device,      c->device.text          },
        {STORE_school,      c->school.text          },
        {STORE_token,       "token"                 },
        {STORE_hub_url,     "https://127.0.0.1:8443"},
        {STORE_enrol_label, "Willow tablet"         },
        {STORE_enrol_step,  "done"                  },
    };

    data_key_make(&random, &keys.data);
    sign_pair_make(&random, &keys.sign);
    c->data = keys.data;
    TRY(store_open(file, &store));
    for (int i = 0; i < staff_count; i++) {
        TRY(put_slot(c, store, &keys, passphrase, i));
    }
    TRY(store_set(store, values, sizeof(values) / sizeof(values[0])));
    TRY(classroom_bring_school(c, file));
done:
    store_close(store);
    return st;
}

/* ---- changes --------------------------------------------------------------------------------- */

static enum status seal_one(struct classroom *c, const struct classroom_change *change,
                            struct buf *box, struct store_box *row)
{
    enum status st = STATUS_OK;
    struct random_port random = rng_port(&c->rng);
    int64_t *seq = &c->seq[change->from_hub ? 0 : 1];
    struct change_draft draft = {
        .dot = {{change->at_ms != 0 ? change->at_ms : c->now_ms, 0},
                change->from_hub ? c->hub : c->other,
                ++*seq},
        .by = change->by,
        .pupil = change->pupil,
        .rec = change->rec,
        .type = change->type,
        .set = change->set,
        .over = change->over
    };
    struct change_place place = {draft.dot.dev, draft.dot.seq, draft.pupil};
    struct buf line = {0};

    TRY(change_encode(&draft, &line));
    change_seal(&c->data, &random, &place, line.data, line.size, box);
    *row = (struct store_box){.dev = place.dev,
                              .seq = place.seq,
                              .pupil = place.pupil,
                              .box = box->data,
                              .size = box->size,
                              .lsn = ++c->lsn};
done:
    buf_finish(&line);
    return st;
}

static enum status take(struct classroom *c, const char *file, const struct store_page *page)
{
    enum status st = STATUS_OK;
    struct store *store = NULL;
    struct buf now = {0};
    struct buf cursor = {0};
    struct store_value values[] = {
        {STORE_contact_ms, ""},
        {STORE_cursor,     ""}
    };
    struct store_page whole = *page;

    buf_printf(&now, "%lld", (long long)c->now_ms);
    buf_printf(&cursor, "%lld", (long long)c->lsn);
    values[0].text = buf_cstr(&now);
    values[1].text = buf_cstr(&cursor);
    whole.values = values;
    whole.value_count = 2;
    whole.now_ms = c->now_ms;
    TRY(store_open(file, &store));
    TRY(store_take(store, &whole));
done:
    buf_finish(&now);
    buf_finish(&cursor);
    store_close(store);
    return st;
}

enum status classroom_bring(struct classroom *c, const char *file,
                            const struct classroom_change *changes, size_t count)
{
    enum status st = STATUS_OK;
    struct store_box *rows = mem_zero(count + 1, sizeof(*rows));
    struct buf *boxes = mem_zero(count + 1, sizeof(*boxes));
    struct store_page page = {.rows = rows, .count = count};

    for (size_t i = 0; i < count; i++) {
        TRY(seal_one(c, &changes[i], &boxes[i], &rows[i]));
    }
    TRY(take(c, file, &page));
done:
    for (size_t i = 0; i < count; i++) {
        buf_finish(&boxes[i]);
    }
    free(boxes);
    free(rows);
    return st;
}

enum status classroom_acknowledge(struct classroom *c, const char *file)
{
    enum status st = STATUS_OK;
    struct store *store = NULL;
    struct hash hash = {{0}};
    struct buf seq = {0};
    struct buf now = {0};
    struct store_value values[] = {
        {STORE_acked,      ""},
        {STORE_contact_ms, ""}
    };
    int64_t end = 0;

    TRY(store_open(file, &store));
    TRY(store_own_end(store, &end, &hash));
    buf_printf(&seq, "%lld", (long long)end);
    buf_printf(&now, "%lld", (long long)c->now_ms);
    values[0].text = buf_cstr(&seq);
    values[1].text = buf_cstr(&now);
    TRY(store_set(store, values, 2));
done:
    buf_finish(&seq);
    buf_finish(&now);
    store_close(store);
    return st;
}

enum status classroom_erase(struct classroom *c, const char *file, const struct id *pupil)
{
    struct store_page page = {.erased = pupil, .erased_count = 1};

    return take(c, file, &page);
}

/* ---- the school ------------------------------------------------------------------------------ */

enum { CHANGES_MAX = 128 };
struct school {
    struct classroom *c;
    struct classroom_change changes[CHANGES_MAX];
    size_t count;
    struct arena arena;
};

static void add(struct school *s, const char *type, const struct id *rec, const struct id *pupil,
                const char *set_text)
{
    static const struct id none = {""};

    CHECK(s->count < CHANGES_MAX && rec != NULL);
    s->changes[s->count++] = (struct classroom_change){.from_hub = true,
                                                       .rec = *rec,
                                                       .pupil = pupil != NULL ? *pupil : none,
                                                       .type = type,
                                                       .set = set_text};
}

static void add_staff_and_groups(struct school *s)
{
    static const char *const roles[] = {"Class teacher", "Teaching assistant", "Teaching assistant",
                                        "Speech and language therapist"};
    static const char *const names[] = {"Willow class", "Oak class"};
    struct classroom *c = s->c;

    add(s, "school", &c->school, NULL,
        "{\"name\":\"Marram Dune School\",\"urn\":\"990001\",\"region\":\"E12000005\"}");
    for (int i = 0; i < CLASSROOM_STAFF; i++) {
        add(s, "staff", &c->staff[i], NULL,
            arena_printf(&s->arena, "{\"name\":\"%s\",\"role\":\"%s\"}", staff_names[i], roles[i]));
    }
    for (int i = 0; i < CLASSROOM_GROUPS; i++) {
        add(s, "group", &c->groups[i], NULL,
            arena_printf(&s->arena,
                         "{\"name\":\"%s\",\"kind\":\"class\",\"staff\":[\"%s\",\"%s\"]}", names[i],
                         c->staff[i].text, c->staff[2].text));
    }
}

static void add_pupils(struct school *s)
{
    struct classroom *c = s->c;

    for (int i = 0; i < CLASSROOM_PUPILS; i++) {
        struct id member = next_id(c);
        add(s, "pupil", &c->pupils[i], &c->pupils[i],
            arena_printf(&s->arena, "{\"given\":\"%s\",\"family\":\"%s\",\"born\":\"2017-03-0%d\"}",
                         pupil_names[i], family_names[i], i % 9 + 1));
        add(s, "membership", &member, &c->pupils[i],
            arena_printf(&s->arena, "{\"group\":\"%s\",\"from\":\"2025-09-01\"}",
                         c->groups[i < 10 ? 0 : 1].text));
    }
}

static void add_path(struct school *s)
{
    static const char *const titles[CLASSROOM_TARGETS] = {"Reaches for an object", "Takes turns",
                                                          "Looks up when called"};
    struct classroom *c = s->c;
    struct id rec = {""};

    for (int i = 0; i < CLASSROOM_TARGETS; i++) {
        add(s, "target", &c->targets[i], &c->pupils[0],
            arena_printf(&s->arena, "{\"title\":\"%s\"}", titles[i]));
    }
    for (int i = 0; i < 12; i++) {
        int64_t at = c->now_ms - (1 + i % 7) * DAY_MS - i * 600000LL;
        rec = next_id(c);
        add(s, "observation", &rec, &c->pupils[i % 6],
            arena_printf(
                &s->arena,
                "{\"when\":%lld,\"instrument\":\"engagement-model\","
                "\"engagement\":{\"exploration\":\"sustained\",\"persistence\":\"%s\"},"
                "\"outcome\":\"Dug both hands into the wet sand, then looked up and waited "
                "for the scoop.\",\"doing\":\"%s\",\"place\":\"Classroom\","
                "\"with\":\"Small group\",\"prompt\":\"gesture\"}",
                (long long)at, i % 2 == 0 ? "fleeting" : "established",
                i % 3 == 0 ? "Sand tray" : "Music"));
        s->changes[s->count - 1].from_hub = false;
        s->changes[s->count - 1].by = c->staff[i % CLASSROOM_STAFF];
        s->changes[s->count - 1].at_ms = at;
    }
}

enum status classroom_bring_school(struct classroom *c, const char *file)
{
    enum status st = STATUS_OK;
    struct school *s = mem_zero(1, sizeof(*s));

    s->c = c;
    add_staff_and_groups(s);
    add_pupils(s);
    add_path(s);
    st = classroom_bring(c, file, s->changes, s->count);
    arena_finish(&s->arena);
    free(s);
    return st;
}
