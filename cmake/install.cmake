# The program, the library with its headers, the scenarios, and what find_package(qonys) needs.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/qonys)
if(TARGET qonys_program)
    install(TARGETS qonys_program)
endif()
install(TARGETS qonys EXPORT qonys)
install(EXPORT qonys NAMESPACE qonys:: DESTINATION ${package_dir} FILE qonysTargets.cmake)

install(DIRECTORY sim/ DESTINATION include/qonys FILES_MATCHING PATTERN "*.hpp" PATTERN app EXCLUDE)
install(DIRECTORY analysis DESTINATION include/qonys FILES_MATCHING PATTERN "*.hpp" PATTERN web EXCLUDE)
install(FILES ${QONYS_GENERATED_DIR}/version.hpp DESTINATION include/qonys)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/qonys OPTIONAL)

configure_package_config_file(cmake/qonysConfig.cmake.in qonysConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(qonysConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/qonysConfig.cmake ${PROJECT_BINARY_DIR}/qonysConfigVersion.cmake
    DESTINATION ${package_dir})
