// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";

/// @title The rules of {IRightTypes}, where they are stated
contract RightTypes is IRightTypes, AccessManaged {
    /// @notice Bounds the walk back from a policy that is announced but not yet in effect.
    uint256 public constant MAX_VERSIONS = 64;

    mapping(bytes8 code => Policy[]) private _policies;
    mapping(bytes8 code => mapping(uint32 institution => bool)) private _competences;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IRightTypes
    function setPolicy(
        bytes8 code,
        Policy calldata policy,
        Description calldata description
    ) external restricted returns (uint256 version) {
        if (code == 0) revert InvalidCode();
        bool validTerm = policy.minTermMonths != 0 && policy.minTermMonths <= policy.maxTermMonths;
        if (!validTerm || policy.flags & ~PolicyFlags.ALL != 0) revert InvalidPolicy();
        Policy[] storage versions = _policies[code];
        version = versions.length;
        if (version == MAX_VERSIONS) revert TooManyVersions(code);
        if (version != 0 && policy.effectiveFrom <= versions[version - 1].effectiveFrom) {
            revert NotAfter(policy.effectiveFrom, versions[version - 1].effectiveFrom);
        }
        if (version != 0 && policy.effectiveFrom < block.timestamp) revert Backdated(policy.effectiveFrom);
        versions.push(policy);
        emit PolicySet(code, version, uint40(block.timestamp), policy, description);
    }

    /// @inheritdoc IRightTypes
    function setCompetence(bytes8 code, uint32 institution, bool competent) external restricted {
        if (_competences[code][institution] == competent) return;
        _competences[code][institution] = competent;
        emit CompetenceSet(code, institution, uint40(block.timestamp), competent);
    }

    /// @inheritdoc IRightTypes
    function policyFor(bytes8 code, uint32 institution) external view returns (Policy memory) {
        if (!_competences[code][institution]) revert NotCompetent(code, institution);
        return policyAt(code, block.timestamp);
    }

    /// @inheritdoc IRightTypes
    function policyAt(bytes8 code, uint256 time) public view returns (Policy memory policy) {
        Policy[] storage versions = _policies[code];
        for (uint256 i = versions.length; i > 0; --i) {
            policy = versions[i - 1];
            if (policy.effectiveFrom <= time) return policy;
        }
        revert UnknownType(code);
    }
}
