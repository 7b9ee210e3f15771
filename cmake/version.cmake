# Generates version.hpp: the version, the commit, the compiler. The commit is asked for at every build, by running this
# file as a script; the header is written only when something in it changed, so nothing is compiled in vain.
# Outside a git checkout the commit is "unknown".

if(CMAKE_SCRIPT_MODE_FILE)
    function(git result)
        execute_process(COMMAND git -C "${SOURCE}" ${ARGN}
            OUTPUT_VARIABLE output RESULT_VARIABLE status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(NOT status STREQUAL "0")
            set(output "unknown")
        endif()
        set(${result} "${output}" PARENT_SCOPE)
    endfunction()

    git(top rev-parse --show-toplevel)
    set(COMMIT "unknown")
    set(DIRTY "false")
    file(REAL_PATH "${SOURCE}" source)
    if(top STREQUAL source) # not some other repository that an unpacked archive happens to lie in
        git(COMMIT rev-parse HEAD)
        git(changes status --porcelain --untracked-files=no)
        if(NOT changes STREQUAL "")
            set(DIRTY "true")
        endif()
    endif()
    configure_file("${SOURCE}/cmake/version.hpp.in" "${HEADER}" @ONLY)
    return()
endif()

set(QONYS_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
add_custom_target(qonys_version
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR} -D HEADER=${QONYS_GENERATED_DIR}/version.hpp
        -D VERSION=${PROJECT_VERSION} -D COMPILER=${CMAKE_CXX_COMPILER_ID}\ ${CMAKE_CXX_COMPILER_VERSION}
        -D BUILD_TYPE=$<CONFIG> -D "SANITIZERS=${QONYS_SANITIZE}" -P ${CMAKE_CURRENT_LIST_FILE}
    BYPRODUCTS ${QONYS_GENERATED_DIR}/version.hpp
    VERBATIM COMMENT "Asking git for the commit")
