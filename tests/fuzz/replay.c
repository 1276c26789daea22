#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/*
 * Runs every file of the corpus folders given as arguments through a fuzz target, without libFuzzer: what a fuzzer once found stays
 * tested by every compiler.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data;
    size_t n;

    if (!file) {
        perror(path);
        return -1;
    }
    data = malloc(1 << 20);
    if (!data)
        abort();
    n = fread(data, 1, 1 << 20, file);
    fclose(file);
    /* Exactly as large as the input, so that a sanitizer sees a byte read too far. */
    data = realloc(data, n ? n : 1);
    if (!data)
        abort();
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    return 0;
}

static long replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat info;
    char path[4096];
    long count = 0;

    if (!dir) {
        perror(folder);
        return -1;
    }
    while (count >= 0 && (entry = readdir(dir))) {
        if (snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name) >= (int)sizeof(path) || stat(path, &info) != 0) {
            fprintf(stderr, "%s: cannot be read\n", entry->d_name);
            count = -1;
        } else if (S_ISREG(info.st_mode)) {
            count = replay_file(path) == 0 ? count + 1 : -1;
        }
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER...\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        long count = replay_folder(argv[i]);

        if (count <= 0) {
            fprintf(stderr, "%s: nothing to replay\n", argv[i]);
            return 1;
        }
        printf("%s: %ld inputs\n", argv[i], count);
    }
    return 0;
}
